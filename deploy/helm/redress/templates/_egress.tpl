{{- /* One rule: these ports, of these peers or of anybody. Takes (dict "place" <ports and peers> "protocols" <list>). */ -}}
{{- define "redress.egressTo" -}}
- ports:
    {{- range $port := .place.ports }}
    {{- range $.protocols }}
    - { protocol: {{ . }}, port: {{ $port | int }} }
    {{- end }}
    {{- end }}
  {{- with .place.peers }}
  to: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- /* Where services, relay and migrations may connect to, given what is in use. */ -}}
{{- define "redress.egress" -}}
{{- $egress := .Values.networkPolicies.egress -}}
{{ include "redress.egressTo" (dict "place" $egress.dns "protocols" (list "UDP" "TCP")) }}
{{ include "redress.egressTo" (dict "place" $egress.database "protocols" (list "TCP")) }}
{{- if eq .Values.eventStore.kind "eventstoredb" }}
{{ include "redress.egressTo" (dict "place" $egress.eventStoreDb "protocols" (list "TCP")) }}
{{- end }}
{{- if eq .Values.bus.kind "kafka" }}
{{ include "redress.egressTo" (dict "place" $egress.kafka "protocols" (list "TCP")) }}
{{- end }}
{{- if and (eq .Values.bus.kind "kafka") (eq .Values.kafka.sasl.mechanism "oauthbearer") }}
{{ include "redress.egressTo" (dict "place" $egress.tokens "protocols" (list "TCP")) }}
{{- end }}
{{- if .Values.telemetry.otlpEndpoint }}
{{ include "redress.egressTo" (dict "place" $egress.telemetry "protocols" (list "TCP")) }}
{{- end }}
{{- end -}}
