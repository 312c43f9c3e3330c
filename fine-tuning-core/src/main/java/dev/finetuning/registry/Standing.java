package dev.finetuning.registry;

/** Whether a version may serve. */
public enum Standing {
    /** It may. */
    ACTIVE,
    /** It still does where it does; nothing new should point to it. */
    DEPRECATED,
    /** It may not: no alias points to it or can be made to. */
    ARCHIVED
}
