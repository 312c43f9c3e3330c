package dev.finetuning.registry.version;

/** The lifecycle stage of a version, derived from its status and aliases. */
public enum Stage {
    /** Being trained by a run; not registered yet. */
    TRAINING,
    /** Registered, not evaluated, without a serving alias. */
    REGISTERED,
    /** Evaluated, without a serving alias. */
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
