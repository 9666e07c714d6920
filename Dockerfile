# There is no authentication yet: publish the port to 127.0.0.1 only, or behind something that has it.
# The advisor with the sample bank. Mount your own catalogue and models, and a volume for the store.
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md ./
COPY routing routing
COPY training training
RUN python -m venv /opt/advisor && /opt/advisor/bin/pip install --no-cache-dir '.[postgres]'

FROM python:3.12-slim
RUN useradd --system --create-home --home-dir /var/lib/advisor advisor
COPY --from=build /opt/advisor /opt/advisor
COPY catalogues /usr/share/advisor/catalogues
COPY models /usr/share/advisor/models
# New versions are written beside the shipped one, so the shelf lies in the volume.
COPY --chown=advisor:advisor models /var/lib/advisor/models
ENV PATH=/opt/advisor/bin:$PATH \
    ADVISOR_CATALOGUE=/usr/share/advisor/catalogues/bank \
    ADVISOR_MODELS_URL=/var/lib/advisor/models \
    ADVISOR_ENCODER=/usr/share/advisor/models/encoder \
    ADVISOR_MANNER=/usr/share/advisor/models/manner \
    ADVISOR_DATABASE_URL=sqlite:////var/lib/advisor/advisor.sqlite \
    ADVISOR_SPOOL=/var/lib/advisor/spool \
    ADVISOR_CACHE_URL=/var/lib/advisor/cache \
    ADVISOR_BIND=0.0.0.0:8080
USER advisor
VOLUME /var/lib/advisor
EXPOSE 8080
HEALTHCHECK CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/readyz', timeout=3)"]
CMD ["advisor", "serve"]
