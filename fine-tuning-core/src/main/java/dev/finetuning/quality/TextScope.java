package dev.finetuning.quality;

/** Which texts of an example to visit; each scope includes the ones before it. */
public enum TextScope {
    /** What is said: contents, text parts, reasoning, arguments of tool calls. */
    SAID,
    /**
     * Everything that a target's file may contain: names, ids, unknown parts and fields, tools and
     * references as well.
     */
    WRITTEN,
    /** Metadata as well, which only files with info contain. */
    METADATA
}
