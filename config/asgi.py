from django.core.asgi import get_asgi_application

from config import startup

startup.prepare_web()
application = get_asgi_application()
