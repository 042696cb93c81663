"""The kernel as a Django app; imports every room's wiring when Django is ready."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule


class KernelConfig(AppConfig):
    name = "hejie.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for config in apps.get_app_configs():
            is_room = config.name.startswith("hejie.rooms.") and config.module is not None
            if is_room and module_has_submodule(config.module, "room"):
                import_module(f"{config.name}.room")
