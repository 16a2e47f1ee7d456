# Both stages on one Debian release, so that what the first compiles runs in the second.
ARG PYTHON=3.12
ARG DEBIAN=trixie

# durable-rules comes as source; the full image has the compiler and the headers for it.
FROM python:${PYTHON}-${DEBIAN} AS builder
ENV PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore
WORKDIR /build
COPY requirements-build.lock requirements.lock ./
RUN pip install --require-hashes -r requirements-build.lock \
 && pip wheel --no-build-isolation --use-pep517 --require-hashes -r requirements.lock --wheel-dir wheels
COPY pyproject.toml LICENSE CHANGELOG.md ./
COPY engine engine
COPY plugin_api plugin_api
COPY portolan portolan
COPY rules rules
COPY docs/ci docs/ci
RUN pip wheel --no-build-isolation --no-deps --wheel-dir wheels . \
 && python -m venv --without-pip /opt/portolan \
 && pip --python /opt/portolan/bin/python install --no-index --no-deps wheels/*.whl \
 && install -d -o 10001 -g 10001 /data


FROM python:${PYTHON}-slim-${DEBIAN}
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Portolan" \
      org.opencontainers.image.description="Rule-based, fully explainable recommendations for cloud-native platforms" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.revision="${REVISION}"

COPY --from=builder /opt/portolan /opt/portolan
COPY --from=builder --chown=10001:10001 /data /data

# Runs with a read-only root file system: /data and /dev/shm, which are mounts, are all that is written.
ENV PATH=/opt/portolan/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PORTOLAN_DATA_DIR=/data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
# Of the port above, without TLS: whoever changes either says so to the health check too (docs/operating.md).
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["portolan"]
# Refuses to start until it is told whom to let in: mount a file of tokens and name it in PORTOLAN_TOKENS_FILE, set
# PORTOLAN_BACKSTAGE_URL, or say PORTOLAN_AUTH=off (docs/authentication.md).
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
