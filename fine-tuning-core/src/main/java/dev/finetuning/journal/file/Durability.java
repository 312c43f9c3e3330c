package dev.finetuning.journal.file;

/** What an acknowledged append survives. */
public enum Durability {
    /** A crash of the process and a loss of power: each append is forced to disk before it is acknowledged. */
    POWER_LOSS,
    /**
     * A crash of the process only: the operating system writes to disk in its own time. After a loss of
     * power, the last entries may be missing or the file may be found corrupt.
     */
    PROCESS_CRASH
}
