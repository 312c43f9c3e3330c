package dev.finetuning.quickstart;

import java.util.List;

/** Will take a CSV to a promoted model version; so far it prints its usage. */
public final class Quickstart {
    private Quickstart() {}

    /** Exits with 0, or with 2 when an argument is not understood. */
    public static void main(String[] args) {
        System.out.println("usage: quickstart [--help]");
        if (!List.of("--help").containsAll(List.of(args))) {
            System.exit(2);
        }
    }
}
