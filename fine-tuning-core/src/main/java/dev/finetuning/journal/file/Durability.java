package dev.finetuning.journal.file;

/** What an acknowledged append survives. */
public enum Durability {
    /** The end of the process and of the machine's power: each append is forced to disk first. */
    POWER_LOSS,
    /**
     * The end of the process: the operating system writes to disk when it sees fit. After a loss of
     * power the last entries may be gone or the file may be found corrupt.
     */
    PROCESS_CRASH
}
