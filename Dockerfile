# Switchhook on real Slack. Settings are mounted, secrets come from the environment, the database is a volume:
#
#   docker build --tag switchhook .
#   docker run --env-file .env --volume ./switchhook.toml:/config/switchhook.toml:ro --volume switchhook:/data switchhook
#
# In HTTP mode (`… switchhook run --http 8080`) publish the port, and keep it 8080: the health check asks there.

FROM python:3.13-slim-bookworm AS build
WORKDIR /source
COPY requirements.lock ./
# Everything that is downloaded is known to the lock by its hash …
RUN pip download --quiet --require-hashes --only-binary :all: --requirement requirements.lock --dest /wheels
COPY . ./
# … and only what the application itself asks for is installed. sqlite-utils names pip for its plug-ins; we have none.
RUN python -m venv --without-pip /opt/switchhook \
    && pip --python /opt/switchhook/bin/python install --quiet --no-index --find-links /wheels . \
    && pip --python /opt/switchhook/bin/python uninstall --quiet --yes pip

FROM python:3.13-slim-bookworm
RUN pip uninstall --quiet --yes pip --root-user-action ignore \
    && groupadd --gid 10001 switchhook \
    && useradd --uid 10001 --gid 10001 --create-home --home-dir /data --shell /usr/sbin/nologin switchhook
COPY --from=build /opt/switchhook /opt/switchhook
ENV PATH="/opt/switchhook/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    SWITCHHOOK_CONFIG=/config/switchhook.toml \
    SWITCHHOOK_DATABASE=/data/switchhook.db
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["switchhook"]
CMD ["run"]
