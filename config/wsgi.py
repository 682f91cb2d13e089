from django.core.wsgi import get_wsgi_application

from config import startup

startup.prepare_web()
application = get_wsgi_application()
startup.load_pages()
