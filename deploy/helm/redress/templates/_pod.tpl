{{- /*
  What the pod of a service and the pod of its migration have in common.
  Takes (dict "root" $ "name" <service> "service" <its values>).
*/ -}}
{{- define "redress.podPlace" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext: {{- toYaml .root.Values.podSecurityContext | nindent 2 }}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .service.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .service.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .service.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
volumes:
  # A read-only tree needs one place for what is written for a moment.
  - name: tmp
    emptyDir: { sizeLimit: {{ .service.temporarySpace | quote }} }
  {{- if ne .service.role "gateway" }}
  - name: secrets
    projected:
      # 0440: for the group of the process alone.
      defaultMode: 288
      sources:
        - secret:
            name: {{ .root.Values.secrets.house | replace "{service}" .name }}
            items:
              - { key: request-hash.secret, path: request-hash.secret }
              - { key: customer-pseudonym.secret, path: customer-pseudonym.secret }
              - { key: key-encryption.keys, path: key-encryption.keys }
              - { key: sign-in.public.json, path: sign-in.public.json }
              - { key: customer-link.public.json, path: customer-link.public.json }
        {{- if .service.signsIn }}
        - secret:
            name: {{ .root.Values.secrets.signIn | replace "{service}" .name }}
            items:
              - { key: sign-in.private.json, path: sign-in.private.json }
        {{- end }}
        {{- if .service.makesLinks }}
        - secret:
            name: {{ .root.Values.secrets.links | replace "{service}" .name }}
            items:
              - { key: customer-link.private.json, path: customer-link.private.json }
        {{- end }}
  {{- end }}
  {{- with .root.Values.secrets.authorities }}
  - name: authorities
    secret:
      secretName: {{ . | replace "{service}" $.name }}
      defaultMode: 288
      items:
        - { key: {{ $.root.Values.secrets.authoritiesKey }}, path: ca.crt }
  {{- end }}
  {{- if include "redress.hasKafkaCertificate" . }}
  - name: kafka
    secret:
      secretName: {{ .root.Values.secrets.kafkaCertificate | replace "{service}" .name }}
      defaultMode: 288
      items:
        - { key: tls.crt, path: tls.crt }
        - { key: tls.key, path: tls.key }
  {{- end }}
{{- end -}}

{{- define "redress.hasKafkaCertificate" -}}
{{- if and .root.Values.secrets.kafkaCertificate (eq .root.Values.bus.kind "kafka") (ne .service.role "gateway") -}}
yes
{{- end -}}
{{- end -}}

{{- /* Takes what podPlace takes, and "words", if any: what follows the program that the image runs. */ -}}
{{- define "redress.container" -}}
name: {{ .name }}
image: {{ include "redress.image" . | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
{{- with .words }}
args: {{- toYaml . | nindent 2 }}
{{- end }}
env: {{- include "redress.environment" . | nindent 2 }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
resources: {{- toYaml .service.resources | nindent 2 }}
volumeMounts:
  - { name: tmp, mountPath: /tmp }
  {{- if ne .service.role "gateway" }}
  - { name: secrets, mountPath: /etc/redress/secrets, readOnly: true }
  {{- end }}
  {{- if .root.Values.secrets.authorities }}
  - { name: authorities, mountPath: /etc/redress/authorities, readOnly: true }
  {{- end }}
  {{- if include "redress.hasKafkaCertificate" . }}
  - { name: kafka, mountPath: /etc/redress/kafka, readOnly: true }
  {{- end }}
{{- end -}}
