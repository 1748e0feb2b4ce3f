{{- /* What pods are selected by. Takes [context, component]. */ -}}
{{- define "selector" -}}
{{- $component := index . 1 -}}
{{- with index . 0 -}}
component: {{ $component }}
app: jupyterhub
release: {{ .Release.Name }}
{{- end -}}
{{- end -}}

{{- define "labels" -}}
{{ include "selector" . }}
{{- $component := index . 1 -}}
{{- with index . 0 }}
chart: {{ include "chart" . }}
heritage: {{ .Release.Service }}
app.kubernetes.io/component: {{ $component }}
app.kubernetes.io/name: jupyterhub
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ include "chart" . }}
{{- end -}}
{{- end -}}

{{- define "chart" -}}
jupyterhub-{{ .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "proxyToken" -}}
{{- $given := dig "ConfigurableHTTPProxy" "auth_token" .Values.proxy.secretToken .Values.hub.config -}}
{{- required "proxy.secretToken or hub.config.ConfigurableHTTPProxy.auth_token is needed" $given -}}
{{- end -}}

{{- define "confined" -}}
allowPrivilegeEscalation: false
capabilities: { drop: [ALL] }
runAsNonRoot: true
seccompProfile: { type: RuntimeDefault }
{{- end -}}
