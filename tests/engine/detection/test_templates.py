"""Templates of charts, filled in with what the chart keeps as values; and what stays open, which is said."""

from __future__ import annotations

from textwrap import dedent

import pytest

from engine.detection import detect
from engine.detection.found import SourceFile
from engine.detection.helm_templates import filled_in
from engine.detection.tree import Map, yaml_documents
from engine.model import Knowledge
from tests.engine.detection.finding import found_in, products, told, unknown, versions

VALUES = next(
    one
    for one in yaml_documents(
        dedent(
            """
            on: true
            off: false
            empty: ""
            name: nginx
            quoted: "no"
            list: [a]
            nothing: []
            image: {repository: redis}
            """
        )
    )
    if type(one) is Map
)

APPLICATION = """
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {{name: {name}}}
    spec:
      destination: {{server: {{{{ .Values.server }}}}}}
      source:
        repoURL: {{{{ .Values.{name}.repository }}}}
        chart: {{{{ .Values.{name}.chart }}}}
        targetRevision: {{{{ .Values.{name}.version | quote }}}}
"""


def application(name: str) -> str:
    return dedent(APPLICATION.format(name=name)).lstrip("\n")


def test_an_app_of_apps_in_a_chart_is_filled_in_with_the_values_of_the_chart(shipped: Knowledge) -> None:
    found = found_in(
        shipped,
        {
            "apps/templates/cert-manager.yaml": application("manager"),
            "apps/templates/loki.yaml": "{{- if .Values.logs.enabled }}\n" + application("logs") + "{{- end }}\n",
            "apps/templates/tempo.yaml": "{{- if .Values.traces.enabled }}\n" + application("traces") + "{{- end }}\n",
            "apps/values.yaml": """
                server: https://kubernetes.default.svc
                manager: {repository: https://charts.jetstack.io, chart: cert-manager, version: v1.16.2}
                logs: {enabled: false, repository: https://grafana.github.io/helm-charts, chart: loki, version: 6.0.0}
                traces: {enabled: true, repository: https://grafana.github.io/helm-charts, chart: tempo}
                """,
        },
    )
    assert products(found) == {"argo-cd", "cert-manager", "tempo"}
    assert versions(found) == {"cert-manager": "1.16.2"}
    assert str(found.products["cert-manager"][0]) == "apps/templates/cert-manager.yaml:8"
    assert set(found.seen) == {"loki"}
    assert told(found) == [("apps/templates/tempo.yaml", 1, "template")]


def test_an_image_of_the_defaults_is_seen_and_one_that_is_written_out_is_in_use(shipped: Knowledge) -> None:
    pods = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n"
    found = found_in(
        shipped,
        {
            "chart/templates/a.yaml": pods + '  - image: "{{ .Values.cache.image }}:{{ .Chart.AppVersion }}"\n',
            "chart/templates/b.yaml": pods + "  - image: quay.io/keycloak/keycloak:{{ .Values.tag }}\n",
            "chart/values.yaml": "cache:\n  image: redis\n",
        },
    )
    assert products(found) == {"keycloak"}
    assert found.products["keycloak"][0].what == "quay.io/keycloak/keycloak:…"
    assert set(found.seen) == {"redis"}
    assert versions(found) == {}


def test_what_only_a_template_names_is_left_out_and_that_is_said(shipped: Knowledge) -> None:
    found = found_in(shipped, {"apps/templates/a.yaml": application("a")})
    assert (products(found), unknown(found)) == ({"argo-cd"}, [])
    assert told(found) == [("apps/templates/a.yaml", 1, "template")]


def test_templates_outside_a_chart_are_read_without_values(shipped: Knowledge) -> None:
    text = "apiVersion: cert-manager.io/v1\nkind: Issuer\n{{ if .a }}\nmetadata: {name: {{ .name }}}\n{{ end }}\n"
    assert products(found_in(shipped, {"clusters/issuer.yaml": text})) == {"cert-manager"}


@pytest.mark.parametrize(
    ("template", "made"),
    [
        ("a: {{ .Values.name }}", "a: nginx"),
        ("a: {{- $.Values.name | quote -}}", 'a: "nginx"'),
        ('a: {{ default "b" .Values.empty }}', "a: b"),
        ('a: {{ .Values.empty | default "b" }}', "a: b"),
        ('a: {{ .Values.name | default "b" }}', "a: nginx"),
        ('a: {{ .Values.missing | default "b" }}', "a: \ufffc"),
        ('a: {{ printf "%s" .Values.name }}', "a: \ufffc"),
        ("a: {{ .Values.name | upper }}", "a: \ufffc"),
        ("a: {{ .Values.image }}", "a: \ufffc"),
        ("a: {{`{{ b }}`}}", "a: {{ b }}"),
        ('a: {{ "}}" }}', "a: }}"),
        ("{{/* of }} a: 1 */}}\nb: 2", "\nb: 2"),
        ("{{- if .Values.on }}\na: 1\n{{- else }}\na: 2\n{{- end }}", "\na: 1\n\n\n"),
        ("{{- if .Values.off }}\na: 1\n{{- else }}\na: 2\n{{- end }}", "\n\n\na: 2\n"),
        ("{{- if .Values.what }}\na: 1\n{{- else }}\na: 2\n{{- end }}", "\na: 1\n\n\n"),
        ("a: 1\n{{- if .Values.off }}\nb: 2\n{{- end }}", "a: 1\n\n\n"),
        (
            "a:\n{{- if .Values.off }}\n- 1\n{{- else if .Values.on }}\n- 2\n{{- else }}\n- 3\n{{- end }}",
            "a:\n\n\n\n- 2\n\n\n",
        ),
        ('{{ define "x" }}\na: 1\n{{ end }}\nb: 2', "\n\n\nb: 2"),
        ("{{ end }}{{ else }}\na: 1", "\na: 1"),
        ('a: {{- include "x" . | nindent 2 }}\n\n  b: 1\nc: {{ .d }}', "a: \n\n  b: 1\nc: \ufffc"),
    ],
)
def test_what_is_made_of_a_template(template: str, made: str) -> None:
    assert filled_in(template, VALUES).text == made


@pytest.mark.parametrize(
    ("condition", "idle"),
    [
        (".Values.on", False),
        ("not .Values.off", False),
        (".Values.list", False),
        (".Values.quoted", False),
        ("$a := .Values.list", False),
        ("$a, $b := .Values.nothing", True),
        ('eq .Values.name "nginx"', False),
        ("and .Values.on .Values.list", False),
        ("or .Values.missing .Values.on", False),
        (".Values.off", True),
        (".Values.nothing", True),
        (".Values.empty", True),
        (".Values.missing", True),
        ("and .Values.on .Values.missing", True),
        ('.Capabilities.APIVersions.Has "v1"', True),
        ("and (not .Values.off) .Values.on", True),
    ],
)
def test_below_a_condition_that_is_not_met_or_not_known_everything_is_idle(condition: str, idle: bool) -> None:
    filled = filled_in(f"{{{{- if {condition} }}}}\na: 1\n{{{{- end }}}}\n", VALUES)
    assert (2 in filled.idle) is idle
    assert "a: 1" in filled.text


def test_depth_and_what_never_ends_take_no_time(shipped: Knowledge) -> None:
    texts = [
        "{{ if .a }}" * 20_000,
        "{{" * 50_000,
        "{{`" * 30_001,
        "{{/*" * 30_000,
        '{{ "' * 30_000,
        "{{ else }}" * 30_000,
    ]
    files = [SourceFile(f"a/templates/{i}.yaml", f"apiVersion: v1\n{text}") for i, text in enumerate(texts)]
    assert detect(files, shipped).files == len(texts)
