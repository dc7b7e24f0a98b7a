{{- define "redress.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 30 | trimSuffix "-" -}}
{{- end -}}

{{- define "redress.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 30 | trimSuffix "-" -}}
{{- else if contains (include "redress.name" .) .Release.Name -}}
{{- .Release.Name | trunc 30 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "redress.name" .) | trunc 30 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- /* Every service that runs, by name, with its defaults. The relay has nothing to do without Kafka. */ -}}
{{- define "redress.services" -}}
{{- $running := dict -}}
{{- range $name, $own := .Values.services -}}
{{- $service := mergeOverwrite (deepCopy $.Values.serviceDefaults) (deepCopy (default dict $own)) -}}
{{- if and $service.enabled (or (ne $service.role "relay") (eq $.Values.bus.kind "kafka")) -}}
{{- $_ := set $running $name $service -}}
{{- end -}}
{{- end -}}
{{- toYaml $running -}}
{{- end -}}

{{- /* What all pods of a release have, and no other pod: what policies and budgets select. */ -}}
{{- define "redress.selector" -}}
app.kubernetes.io/name: {{ include "redress.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "redress.labels" -}}
{{ include "redress.selector" . }}
app.kubernetes.io/part-of: redress
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- /* Takes (dict "root" $ "name" <service>). */ -}}
{{- define "redress.serviceSelector" -}}
{{ include "redress.selector" .root }}
app.kubernetes.io/component: {{ .name }}
{{- end -}}

{{- define "redress.serviceLabels" -}}
{{ include "redress.labels" .root }}
app.kubernetes.io/component: {{ .name }}
{{- end -}}

{{- /* Takes (dict "root" $ "name" <service> "service" <its values>). */ -}}
{{- define "redress.image" -}}
{{- $image := mergeOverwrite (deepCopy .root.Values.image) (deepCopy .service.image) -}}
{{- $repository := $image.repository | replace "{service}" .name -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $repository $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (default .root.Chart.AppVersion $image.tag) -}}
{{- end -}}
{{- end -}}

{{- /* Without the version of the chart: a chart that changes nothing about the pods replaces none. */ -}}
{{- define "redress.podLabels" -}}
{{ include "redress.selector" .root }}
app.kubernetes.io/part-of: redress
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
{{- with .service.podLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}
