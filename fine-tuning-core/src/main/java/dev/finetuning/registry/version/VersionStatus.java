package dev.finetuning.registry.version;

/** Whether a version may serve. */
public enum VersionStatus {
    /** It may serve. */
    ACTIVE,
    /** It continues to serve, but nothing new should point to it. */
    DEPRECATED,
    /** It may not serve: no alias points to it or can be moved to it. */
    ARCHIVED
}
