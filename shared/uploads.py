"""Files in a form. No view takes any unless it says so, because FILE_UPLOAD_HANDLERS is empty."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.views.decorators.csrf import csrf_exempt, csrf_protect

# What a form says besides its files.
_REST = 1024 * 1024


class _UpTo(TemporaryFileUploadHandler):
    """Writes each file to a temporary one while it arrives, and stops keeping one that is too large."""

    def __init__(self, request, largest: int, at_once: int):
        super().__init__(request)
        self._largest, self._at_once, self._received = largest, at_once, 0

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803 - Django's name
        """Refuse a request that says from the beginning that it is too large."""
        if content_length > self._at_once + _REST:
            raise RequestDataTooBig

    def new_file(self, *args, **kwargs):
        """Begin to count."""
        super().new_file(*args, **kwargs)
        self._received = 0

    def receive_data_chunk(self, raw_data, start):
        """Keep a piece, or leave the rest of the file out and remember its name."""
        self._received += len(raw_data)
        if self._received > self._largest:
            self.file.close()
            self.request.too_large.append(self.file_name)
            raise SkipFile
        super().receive_data_chunk(raw_data, start)


def takes_files(*, may: Callable, largest: int, at_once: int):
    """Let a view read request.FILES: each up to `largest` bytes, all together up to `at_once`.

    Goes above the view's door. For those for whom `may(request)` is false the view stays as it is without: what they
    send as a file is kept nowhere. The names of files that were too large are in request.too_large.
    """

    def decorate(view):
        # The form's token stands in the same request as the files, so it is looked at once the files may be read;
        # the middleware would have read, and thrown away, both before.
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def opened(request, *args, **kwargs):
            request.too_large = []
            if request.method == "POST" and may(request):
                request.upload_handlers = [_UpTo(request, largest, at_once)]
            return protected(request, *args, **kwargs)

        return opened

    return decorate
