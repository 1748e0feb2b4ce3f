{{- define "name" -}}
{{ .Release.Name }}-{{ .Chart.Name }}
{{- end -}}

{{- define "selector" -}}
app: {{ .Chart.Name }}
release: {{ .Release.Name }}
{{- end -}}

{{- define "labels" -}}
chart: {{ .Chart.Name }}-{{ .Chart.Version }}
heritage: {{ .Release.Service }}
{{ include "selector" . }}
{{- end -}}

{{- define "share" -}}
{ server: {{ required "nfs.server is needed" .Values.nfs.server }}, path: {{ .Values.nfs.path }} }
{{- end -}}
