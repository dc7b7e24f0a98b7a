{{- /* One variable from a Secret. Takes (dict "variable" "secret" "key" "name" <service>). */ -}}
{{- define "redress.fromSecret" -}}
- name: {{ .variable }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret | replace "{service}" .name }}
      key: {{ .key }}
{{- end -}}

{{- /*
  All that a process is told. It stands in the pod, not in a ConfigMap, so that a changed value replaces the pods, and
  migrations, which run before anything else is there, need nothing but Secrets.
  Takes (dict "root" $ "name" <service> "service" <its values>).
*/ -}}
{{- define "redress.environment" -}}
{{- $values := .root.Values -}}
{{- $secrets := $values.secrets -}}
{{- $keys := $secrets.keys -}}
{{- $name := .name -}}
- { name: HOST, value: 0.0.0.0 }
- { name: PORT, value: '3000' }
- { name: DATA_DIR, value: /tmp }
- { name: LOG_LEVEL, value: {{ $values.logLevel }} }
- { name: STOP_SECONDS, value: {{ $values.stopSeconds | quote }} }
{{- with $values.http.trustProxy }}
- { name: TRUST_PROXY, value: {{ . | quote }} }
{{- end }}
{{- with $values.telemetry.otlpEndpoint }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ . | quote }} }
- { name: OTEL_SERVICE_NAME, value: redress-{{ $name }} }
{{- end }}
{{- if $secrets.authorities }}
- { name: NODE_EXTRA_CA_CERTS, value: /etc/redress/authorities/ca.crt }
{{- end }}
{{- if eq .service.role "gateway" }}
- { name: UPSTREAMS, value: {{ include "redress.upstreams" .root | quote }} }
{{- else }}
- { name: SECRETS_DIR, value: /etc/redress/secrets }
{{ include "redress.fromSecret" (dict "variable" "DATABASE_URL" "secret" $secrets.service "key" $keys.databaseUrl "name" $name) }}
{{- if and .service.vault $values.vault.separateDatabase }}
{{ include "redress.fromSecret" (dict "variable" "VAULT_URL" "secret" $secrets.service "key" $keys.vaultUrl "name" $name) }}
{{- end }}
{{- if .service.signsIn }}
{{ include "redress.fromSecret" (dict "variable" "INITIAL_PASSWORD" "secret" $secrets.service "key" $keys.initialPassword "name" $name) }}
{{- end }}
{{- if .service.makesLinks }}
- { name: PUBLIC_URL, value: {{ include "redress.publicUrl" .root | quote }} }
{{- end }}
- { name: EVENT_STORE, value: {{ $values.eventStore.kind }} }
{{- if eq $values.eventStore.kind "eventstoredb" }}
{{ include "redress.fromSecret" (dict "variable" "EVENTSTOREDB_URL" "secret" $secrets.eventStoreDb "key" $keys.eventStoreDbUrl "name" $name) }}
{{- else if $values.eventStore.separateDatabase }}
{{ include "redress.fromSecret" (dict "variable" "EVENT_LOG_URL" "secret" $secrets.service "key" $keys.eventLogUrl "name" $name) }}
{{- end }}
- { name: EVENT_BUS, value: {{ $values.bus.kind }} }
{{- if eq $values.bus.kind "kafka" }}
{{ include "redress.kafkaEnvironment" . }}
{{- end }}
{{- end }}
{{- range $variable, $from := .service.extraSecrets }}
{{ include "redress.fromSecret" (dict "variable" $variable "secret" $from.secret "key" $from.key "name" $name) }}
{{- end }}
{{- range $variable, $value := .service.extraEnvironment }}
- { name: {{ $variable }}, value: {{ $value | quote }} }
{{- end }}
{{- end -}}

{{- /* Where customers reach the installation. */ -}}
{{- define "redress.publicUrl" -}}
{{- $scheme := ternary "https" "http" (not (empty .Values.ingress.tlsSecret)) -}}
{{- .Values.http.publicUrl | default (printf "%s://%s" $scheme .Values.ingress.host) -}}
{{- end -}}

{{- define "redress.kafkaEnvironment" -}}
{{- $kafka := .root.Values.kafka -}}
{{- $secrets := .root.Values.secrets -}}
- { name: KAFKA_BROKERS, value: {{ join "," $kafka.brokers | quote }} }
- { name: KAFKA_TOPIC, value: {{ $kafka.topic | quote }} }
- { name: KAFKA_PARTITIONS, value: {{ $kafka.partitions | int | quote }} }
- { name: KAFKA_CLIENT_ID, value: redress-{{ .name }} }
- { name: KAFKA_GROUP_PREFIX, value: {{ $kafka.groupPrefix | quote }} }
{{- if eq .service.role "relay" }}
{{- with $kafka.replicationFactor }}
- { name: KAFKA_REPLICATION_FACTOR, value: {{ . | int | quote }} }
{{- end }}
{{- with $kafka.minInsyncReplicas }}
- { name: KAFKA_MIN_INSYNC_REPLICAS, value: {{ . | int | quote }} }
{{- end }}
{{- end }}
- { name: KAFKA_TLS, value: {{ ternary "on" "off" $kafka.tls | quote }} }
{{- if and $kafka.tls $secrets.authorities }}
- { name: KAFKA_TLS_CA, value: /etc/redress/authorities/ca.crt }
{{- end }}
{{- if $secrets.kafkaCertificate }}
- { name: KAFKA_TLS_CERTIFICATE, value: /etc/redress/kafka/tls.crt }
- { name: KAFKA_TLS_KEY, value: /etc/redress/kafka/tls.key }
{{- end }}
{{- with $kafka.sasl.mechanism }}
{{- if ne . "none" }}
- { name: KAFKA_SASL_MECHANISM, value: {{ . }} }
{{- end }}
{{- end }}
{{- if eq $kafka.sasl.mechanism "oauthbearer" }}
- { name: KAFKA_OAUTH_TOKEN_URL, value: {{ $kafka.sasl.tokenUrl | quote }} }
{{- with $kafka.sasl.scope }}
- { name: KAFKA_OAUTH_SCOPE, value: {{ . | quote }} }
{{- end }}
{{ include "redress.fromSecret" (dict "variable" "KAFKA_OAUTH_CLIENT_ID" "secret" $secrets.kafka "key" $secrets.keys.kafkaUsername "name" .name) }}
{{ include "redress.fromSecret" (dict "variable" "KAFKA_OAUTH_CLIENT_SECRET" "secret" $secrets.kafka "key" $secrets.keys.kafkaPassword "name" .name) }}
{{- else if ne $kafka.sasl.mechanism "none" }}
{{ include "redress.fromSecret" (dict "variable" "KAFKA_SASL_USERNAME" "secret" $secrets.kafka "key" $secrets.keys.kafkaUsername "name" .name) }}
{{ include "redress.fromSecret" (dict "variable" "KAFKA_SASL_PASSWORD" "secret" $secrets.kafka "key" $secrets.keys.kafkaPassword "name" .name) }}
{{- end }}
{{- end -}}

{{- /* intake=http://…,sla=http://… of all services with an API. */ -}}
{{- define "redress.upstreams" -}}
{{- $upstreams := list -}}
{{- range $name, $service := include "redress.services" . | fromYaml -}}
{{- if eq $service.role "service" -}}
{{- $upstreams = append $upstreams (printf "%s=http://%s-%s:3000" $name (include "redress.fullname" $) $name) -}}
{{- end -}}
{{- end -}}
{{- join "," $upstreams -}}
{{- end -}}
