package dev.finetuning.registry.version;

/** Whether a version may serve. */
public enum VersionStatus {
    /** It may. */
    ACTIVE,
    /** It still does where it does; nothing new should point to it. */
    DEPRECATED,
    /** It may not: no alias points to it or can be made to. */
    ARCHIVED
}
