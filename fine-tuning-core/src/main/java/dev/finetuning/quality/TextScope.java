package dev.finetuning.quality;

/** How much of an example a walk over its texts visits; each scope holds those before it. */
public enum TextScope {
    /** What is said: contents, text parts, reasoning, arguments of tool calls. */
    SAID,
    /** Everything a target's file may hold: names, ids, unknown parts and fields, tools, references too. */
    WRITTEN,
    /** Metadata too, which only files with info hold. */
    METADATA
}
