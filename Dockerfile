FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    COPSE_VAR=/srv/var

RUN useradd --system --uid 10001 --home-dir /srv/var --create-home copse
WORKDIR /srv/copse

# "s3" where files go into S3-compatible storage.
ARG REQUIREMENTS=production
COPY requirements/ requirements/
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/${REQUIREMENTS}.txt

COPY . .
# The settings ask for these; nothing is connected to, and none of it stays in the image.
RUN DATABASE_URL=postgres://build/copse REDIS_URL=redis://build/0 EMAIL_URL=smtp://build SECRET_KEY=build \
    python manage.py collectstatic --noinput --verbosity 0

USER copse
VOLUME /srv/var
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "2", "--preload", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--access-logfile", "-", "--logger-class", "config.access_log.Logger"]
