# One image for every process: web, worker, beat, relay and the migrations; docker-compose.yml has their commands.
FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN useradd --system --create-home --uid 10001 helpdesk && install --directory --owner helpdesk --mode 700 /files
WORKDIR /app

COPY requirements/base.txt requirements/base.txt
RUN pip install --require-hashes --requirement requirements/base.txt

COPY . .
# The settings refuse to load without their variables; these are for this one command and reach no service.
RUN SECRET_KEY=build-only \
    DATABASE_URL=postgresql://nobody@nowhere/none \
    DATABASE_SYSTEM_URL=postgresql://nobody@nowhere/none \
    REDIS_URL=redis://nowhere/0 \
    MAIL_FROM=nobody@example.org \
    SMTP_URL=smtp://nowhere \
    FILES_AT=/nowhere \
    python manage.py collectstatic --no-input --verbosity 0

USER helpdesk
EXPOSE 8000
CMD ["python", "-m", "helpdesk.web", "helpdesk.asgi:application", "--host", "0.0.0.0", "--port", "8000", "--no-access-log", "--timeout-graceful-shutdown", "2"]
