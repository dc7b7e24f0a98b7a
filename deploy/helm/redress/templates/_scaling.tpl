{{- /* Each change of the group makes Kafka's partitions move: one at a time, and not back at once. */ -}}
{{- define "redress.scalingBehavior" -}}
scaleUp:
  stabilizationWindowSeconds: 60
  policies:
    - { type: Pods, value: 2, periodSeconds: 60 }
scaleDown:
  stabilizationWindowSeconds: 300
  policies:
    - { type: Pods, value: 1, periodSeconds: 120 }
{{- end -}}

{{- define "redress.scaledObject" }}
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: {{ include "redress.fullname" .root }}-{{ .name }}
  labels: {{- include "redress.serviceLabels" . | nindent 4 }}
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: {{ include "redress.fullname" .root }}-{{ .name }} }
  pollingInterval: 30
  minReplicaCount: {{ .service.autoscaling.min | int }}
  # A replica more than there are partitions would have nothing to read.
  maxReplicaCount: {{ min (int .service.autoscaling.max) (int .root.Values.kafka.partitions) }}
  fallback: { failureThreshold: 5, replicas: {{ .service.autoscaling.min | int }} }
  advanced:
    horizontalPodAutoscalerConfig:
      behavior: {{- include "redress.scalingBehavior" .root | nindent 8 }}
  triggers:
    - type: kafka
      metadata:
        bootstrapServers: {{ join "," .root.Values.kafka.brokers | quote }}
        # The group of `read` is another one for each build, and catches up before it is ready: `act` is what may lag.
        consumerGroup: {{ printf "%s%s.act" .root.Values.kafka.groupPrefix .name | quote }}
        topic: {{ .root.Values.kafka.topic | quote }}
        lagThreshold: {{ .root.Values.keda.lagThreshold | int | quote }}
        # A group that has committed nothing yet counts as one event behind, not as the whole topic.
        offsetResetPolicy: latest
      {{- with .root.Values.keda.authentication }}
      authenticationRef: { name: {{ . }} }
      {{- end }}
    - type: cpu
      metricType: Utilization
      metadata: { value: {{ .service.autoscaling.cpuPercent | int | quote }} }
{{- end -}}
