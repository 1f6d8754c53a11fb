# `timeline serve` for a database elsewhere; compose.yaml has it behind PostgreSQL.
FROM python:3.13-slim AS build
WORKDIR /source
COPY . .
RUN python -m venv /opt/timeline \
    && /opt/timeline/bin/pip install --no-cache-dir '.[api,postgres]'

FROM python:3.13-slim
COPY --from=build /opt/timeline /opt/timeline
ENV PATH=/opt/timeline/bin:$PATH PYTHONDONTWRITEBYTECODE=1
RUN useradd --uid 10001 --create-home timeline
USER 10001
WORKDIR /home/timeline
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/partnerships')"]
ENTRYPOINT ["timeline"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
