package dev.finetuning.console;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.finetuning.console.ConsoleOptions.Option;
import dev.finetuning.console.access.Caller;
import dev.finetuning.console.access.TokenFile;
import dev.finetuning.console.work.WorkspaceSettings;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.journal.jdbc.JdbcJournal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Starts the console, and keeps it until the process is ended. */
public final class ConsoleProgram {
    private static final int UNUSABLE = 2;
    private static final int MAX_MIB = 1 << 20;

    private ConsoleProgram() {}

    /** Exits with 2 if an option cannot be used. */
    public static void main(String[] args) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try {
            ConsoleOptions options = ConsoleOptions.parse(args);
            if (options.has(Option.HELP)) {
                out.println(ConsoleOptions.help());
            } else if (options.has(Option.NEW_TOKEN)) {
                newToken(options.text(Option.NEW_TOKEN), out);
            } else {
                run(options, out);
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            out.println("error: " + e.getMessage() + "; --help lists the options");
            System.exit(UNUSABLE);
        }
    }

    private static void run(ConsoleOptions options, PrintStream out) throws IOException, InterruptedException {
        try (Journal journal = journal(options);
                Console console = start(options, journal)) {
            Thread main = Thread.currentThread();
            CountDownLatch ended = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                ended.countDown();
                await(main);
            }));
            out.println("console: http://" + options.text(Option.HOST) + ":" + console.port() + "/");
            ended.await();
        }
    }

    /** Lets the program close what it has opened before the process ends. */
    private static void await(Thread main) {
        try {
            main.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Console start(ConsoleOptions options, Journal journal) throws IOException {
        Optional<String> file = options.optional(Option.TOKENS);
        TokenFile tokens = file.isPresent() ? TokenFile.read(Path.of(file.get())) : TokenFile.none();
        Path folder = options.path(Option.DATA);
        Files.createDirectories(folder.resolve(Console.RECEIVED));
        WorkspaceSettings settings = new WorkspaceSettings(
                folder,
                journal,
                ProviderChoice.of(options),
                (long) options.number(Option.MAX_UPLOAD, 1, MAX_MIB) << 20,
                options.number(Option.MINIMUM_SCORE, 0, 1),
                LogDatabase.of(options, tokens.tenants().size()),
                WebhookChoice.of(options));
        return Console.start(settings, tokens, options.text(Option.HOST), (int) options.number(Option.PORT, 0, 65_535));
    }

    static Journal journal(ConsoleOptions options) {
        Optional<String> url = options.optional(Option.JDBC_URL);
        if (url.isEmpty()) {
            return FileJournal.in(options.path(Option.DATA).resolve("journal"));
        }
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url.get());
        HikariDataSource database = new HikariDataSource(pool);
        JdbcJournal.createTables(database);
        return JdbcJournal.over(database);
    }

    private static void newToken(String wanted, PrintStream out) {
        String[] parts = wanted.split("/", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("--new-token is TENANT/RIGHT/NAME, such as default/approve/ann");
        }
        String token = TokenFile.newToken();
        out.println("token, shown only now: " + token);
        out.println("line for the file:     " + TokenFile.line(token, caller(parts)));
    }

    private static Caller caller(String[] parts) {
        return TokenFile.caller(parts[0], parts[1], parts[2]);
    }
}
