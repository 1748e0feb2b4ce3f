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

{{- /* A key as the official chart comes by it: what is given, else what the Secret has, else a new one. Takes [context, name, given]. */ -}}
{{- define "key" -}}
{{- $name := index . 1 -}}
{{- $given := index . 2 -}}
{{- with index . 0 -}}
{{- $stored := lookup "v1" "Secret" .Release.Namespace "hub" | dig "data" $name "" | b64dec -}}
{{- $given | default $stored | default (randAlphaNum 64 | sha256sum) -}}
{{- end -}}
{{- end -}}

{{- define "proxyToken" -}}
{{- $given := dig "ConfigurableHTTPProxy" "auth_token" .Values.proxy.secretToken .Values.hub.config -}}
{{- include "key" (list . "hub.config.ConfigurableHTTPProxy.auth_token" $given) -}}
{{- end -}}

{{- define "cookieSecret" -}}
{{- $given := dig "JupyterHub" "cookie_secret" .Values.hub.cookieSecret .Values.hub.config -}}
{{- include "key" (list . "hub.config.JupyterHub.cookie_secret" $given) -}}
{{- end -}}

{{- define "cryptKeys" -}}
{{- $given := dig "CryptKeeper" "keys" list .Values.hub.config | join ";" -}}
{{- include "key" (list . "hub.config.CryptKeeper.keys" $given) -}}
{{- end -}}

{{- define "confined" -}}
allowPrivilegeEscalation: false
capabilities: { drop: [ALL] }
runAsNonRoot: true
seccompProfile: { type: RuntimeDefault }
{{- end -}}
