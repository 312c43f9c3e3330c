package dev.finetuning.quickstart;

import dev.finetuning.FineTuningException;
import dev.finetuning.quickstart.Options.Option;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** From raw records to a promoted model version, in one command. */
public final class Quickstart {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int UNUSABLE = 2;

    private Quickstart() {}

    /** Exits with 0 when it is done, 1 when a stage failed, 2 when the input or an option cannot be used. */
    public static void main(String[] args) {
        // what is printed is UTF-8 whatever the platform thinks
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        int status = run(out, terminal(), args);
        out.flush();
        if (status != DONE) {
            System.exit(status);
        }
    }

    /** From JDK 22 on there may be a console without a terminal, which it can tell. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean terminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException before22) {
            return true;
        }
    }

    /** Runs and prints; returns the exit status. */
    static int run(PrintStream out, boolean terminal, String... args) {
        try {
            Options options = Options.parse(args);
            if (options.has(Option.HELP)) {
                out.println(Options.help());
            } else if (options.has(Option.ROLLBACK)) {
                Rollback.run(options, out);
            } else {
                new Journey(options, new Screen(out, terminal)).run();
            }
            return DONE;
        } catch (UsageException e) {
            out.println("\nerror: " + e.getMessage());
            out.println("usage: quickstart [--option value]...; --help lists all options");
            return UNUSABLE;
        } catch (UncheckedIOException e) {
            out.println("\nfailed: " + e.getMessage() + " ("
                    + Objects.requireNonNull(e.getCause()).getMessage() + ")");
            return FAILED;
        } catch (FineTuningException e) {
            boolean input = Inputs.isAbout(e);
            // findings were shown in full where they were made
            String message = e.getMessage().lines().findFirst().orElse("");
            out.println("\n" + (input ? "error: " : "failed: ") + message);
            return input ? UNUSABLE : FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            out.println("\ninterrupted; run it again to continue");
            return FAILED;
        }
    }
}
