package dev.finetuning.registry.version;

/** Where a version stands in its life: a view over its standing and the aliases that point to it. */
public enum Stage {
    /** Being made by a run; there is no version of it yet. */
    TRAINING,
    /** Registered, serving nowhere yet, nothing measured. */
    REGISTERED,
    /** Measured, serving nowhere yet. */
    EVALUATING,
    /** {@link Alias#STAGING} or {@link Alias#CHALLENGER} points to it. */
    STAGING,
    /** {@link Alias#PRODUCTION} or {@link Alias#CHAMPION} points to it. */
    PRODUCTION,
    DEPRECATED,
    ARCHIVED;

    static Stage of(ModelVersion version) {
        if (version.status() == VersionStatus.ARCHIVED) {
            return ARCHIVED;
        }
        if (version.aliases().contains(Alias.PRODUCTION) || version.aliases().contains(Alias.CHAMPION)) {
            return PRODUCTION;
        }
        if (version.status() == VersionStatus.DEPRECATED) {
            return DEPRECATED;
        }
        if (version.aliases().contains(Alias.STAGING) || version.aliases().contains(Alias.CHALLENGER)) {
            return STAGING;
        }
        return version.scoreCards().isEmpty() ? REGISTERED : EVALUATING;
    }
}
