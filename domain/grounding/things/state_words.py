"""What the states of jobs and of things are called, and which of them shut each other out."""

from typing import Final

_AXES: Final[tuple[dict[str, str], ...]] = (
    {
        "waiting": "queued pending waiting scheduled eingereiht wartet wacht",
        "running": "running processing sending importing exporting syncing uploading läuft corso"
        " curso cours andamento loopt progress",
        "done": "succeeded succeeds successful successfully completed complete finished done"
        " ready refunded erfolgreich abgeschlossen fertig réussi réussie terminé terminée"
        " completado completada"
        " concluído concluída completato completata riuscito voltooid geslaagd",
        "failed": "failed failing fails crashed aborted rejected refused declined fault faulty"
        " abgebrochen fehlgeschlagen gescheitert abgelehnt échoué refusé refusée falló fallado"
        " rechazado rechazada falhou recusado recusada fallito fallita rifiutato rifiutata"
        " mislukt mislukte geweigerd",
        "canceled": "canceled cancelled aborted abgebrochen annulé annulée cancelado cancelada"
        " annullato geannuleerd",
        "paused": "paused pausiert suspendu pausado pausada gepauzeerd",
    },
    {
        "active": "active aktiv actif active activo activa ativo ativa attivo attiva actief",
        "expired": "expired abgelaufen expiré expirée expirado caducado scaduto scaduta verlopen",
        "ended": "canceled cancelled gekündigt résilié cancelado cancelada",
        "revoked": "revoked widerrufen révoqué revocado revogado revocato ingetrokken",
        "suspended": "suspended gesperrt suspendu suspendido suspenso sospeso geschorst",
        "paused": "paused pausiert pausado pausada gepauzeerd",
        "archived": "archived archiviert archivé archivado arquivado archiviato gearchiveerd",
        "deleted": "deleted removed gelöscht supprimé eliminado apagado eliminato verwijderd",
    },
    {
        "paid": "paid settled bezahlt payée payé pagada pagado paga pago pagata pagato betaald",
        "owed": "open unpaid overdue outstanding due offen überfällig impayée impayé pendiente",
    },
    {
        "verified": "verified verifiziert bestätigt vérifié verificado verificato geverifieerd",
        "unverified": "unverified pending",
    },
    {"online": "online connected", "offline": "offline disconnected down unreachable"},
    {"degraded": "degraded", "down": "down offline unreachable"},
    {"enabled": "enabled", "disabled": "disabled"},
    {"open": "open reopened offen", "closed": "closed resolved geschlossen behoben"},
    {
        "fine": "ok healthy operational",
        "bad": "degraded down offline unreachable fault faulty",
    },
    {"locked": "locked", "unlocked": "unlocked"},
    {"passing": "passing passed green", "failing": "failing failed broken red"},
    {
        "out": "published approved sent live veröffentlicht genehmigt publié publicado",
        "draft": "draft unpublished",
    },
)
"""States that shut each other out, and what they are called in seven languages."""

Place = tuple[int, str]
PLACES: Final[dict[str, tuple[Place, ...]]] = {
    word: tuple(
        (number, state)
        for number, axis in enumerate(_AXES)
        for state, words in axis.items()
        if word in words.split()
    )
    for axis in _AXES
    for words in axis.values()
    for word in words.split()
}
STATE: Final = "|".join(sorted(PLACES, key=len, reverse=True))
"""Every word for a state, for a pattern."""
