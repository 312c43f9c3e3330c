package dev.finetuning.registry;

/**
 * Something a client asked of a registry and what it was told.
 *
 * @param kind what was asked
 * @param model the registered model
 * @param value for a change its unique id, for a look the version it saw, or "-" for none
 * @param invoked when it was asked, in nanoseconds of the machine's monotonic clock
 * @param returned when the answer came
 */
record Operation(Kind kind, String model, String value, long invoked, long returned) {
    enum Kind {
        CHANGE,
        LOOK
    }

    String line() {
        return kind + " " + model + " " + value + " " + invoked + " " + returned;
    }

    static Operation parse(String line) {
        String[] parts = line.split(" ", -1);
        return new Operation(
                Kind.valueOf(parts[0]), parts[1], parts[2], Long.parseLong(parts[3]), Long.parseLong(parts[4]));
    }
}
