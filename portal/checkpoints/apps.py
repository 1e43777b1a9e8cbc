from django.apps import AppConfig


class CheckpointsConfig(AppConfig):
    name = "portal.checkpoints"

    def ready(self) -> None:
        """Declare the list, register what judges and the gate of the writer."""
        from portal.applications import gates
        from portal.checkpoints import deciding, gate, receiving

        receiving.register_all()
        deciding.register_all()
        gates.register("checkpoints", gate.hold)
