package dev.finetuning.openweights.internal.serving;

import dev.finetuning.Secret;
import dev.finetuning.Sleeper;
import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.adapter.chat.QuestionLimit;
import dev.finetuning.adapter.http.Credentials;
import dev.finetuning.adapter.http.JdkTransport;
import dev.finetuning.adapter.http.ProviderAccess;
import dev.finetuning.adapter.http.ProviderExchange;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.adapter.http.ProviderResponse;
import dev.finetuning.adapter.http.RefusalDialect;
import dev.finetuning.chat.Deadline;
import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.openweights.internal.PythonProcess;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RetryLaterException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A running server: one base model with its adapters, on the loopback address, for whoever has its token. It lives
 * no longer than this process, which holds its standard input open.
 */
final class ModelServer implements AutoCloseable {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int TOKEN_BYTES = 32;

    private final Process process;
    private final ProviderExchange exchange;
    private final Duration answerTimeout;

    private ModelServer(Process process, ProviderExchange exchange, Duration answerTimeout) {
        this.process = process;
        this.exchange = exchange;
        this.answerTimeout = answerTimeout;
    }

    /**
     * How servers are started.
     *
     * @param python the interpreter
     * @param script the server's script
     * @param root the pipeline's folder
     * @param startPatience how long a server may take to load its model
     * @param answerTimeout how long an answer may take
     */
    record Settings(
            Path python,
            Path script,
            Path root,
            Duration startPatience,
            Duration answerTimeout,
            InstantSource clock,
            Sleeper sleeper) {}

    /** Starts a server and waits until it can be asked. */
    static ModelServer start(Settings settings, String base, Path place) {
        try {
            Path folder = Files.createDirectories(settings.root().resolve("servers"));
            String name = UUID.randomUUID().toString();
            Path endpoint = folder.resolve(name + ".json");
            Path log = folder.resolve(name + ".log");
            Process process = PythonProcess.of(
                            settings.python(),
                            settings.script().toString(),
                            settings.root().toString(),
                            base,
                            place.toString(),
                            endpoint.toString())
                    .redirectInput(Redirect.PIPE)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .redirectError(Redirect.appendTo(log.toFile()))
                    .start();
            boolean up = false;
            try {
                Secret token = token();
                tell(process, token);
                long port = await(settings, process, endpoint, log);
                Files.deleteIfExists(endpoint);
                up = true;
                return new ModelServer(process, exchange(settings, port, token), settings.answerTimeout());
            } finally {
                if (!up) {
                    process.destroyForcibly();
                }
            }
        } catch (IOException e) {
            throw Faults.process(
                    "start server",
                    "the server cannot be started: " + e.getClass().getSimpleName(),
                    e);
        }
    }

    /** A server that has ended already does not listen; waiting for it tells why it ended. */
    private static void tell(Process process, Secret token) {
        try {
            OutputStream input = process.getOutputStream();
            input.write((token.reveal() + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException ended) {
            // its exit code says more
        }
    }

    private static Secret token() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return Secret.of(HexFormat.of().formatHex(random));
    }

    private static long await(Settings settings, Process process, Path endpoint, Path log) throws IOException {
        Instant deadline = settings.clock().instant().plus(settings.startPatience());
        while (settings.clock().instant().isBefore(deadline)) {
            Optional<Long> port = port(endpoint);
            if (port.isPresent()) {
                return port.get();
            }
            if (!process.isAlive()) {
                throw Faults.process(
                        "start server",
                        "the server ended with exit code " + process.exitValue() + " before it could be asked; "
                                + PythonProcess.why(log, 0),
                        null);
            }
            try {
                settings.sleeper().sleep(LOOK_AGAIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Faults.process("start server", "interrupted while the server loads its model", e);
            }
        }
        throw Faults.process(
                "start server",
                "the server could not be asked within " + settings.startPatience() + "; see " + log,
                null);
    }

    private static Optional<Long> port(Path endpoint) throws IOException {
        try {
            return Optional.of(WireObject.parse(Files.readAllBytes(endpoint))
                    .integer("port")
                    .orElseThrow());
        } catch (NoSuchFileException notYet) {
            return Optional.empty();
        }
    }

    private static ProviderExchange exchange(Settings settings, long port, Secret token) {
        String url = "http://127.0.0.1:" + port;
        ProviderAccess access = new ProviderAccess(
                Faults.PROVIDER,
                url,
                () -> Credentials.bearer(token),
                () -> List.of(token),
                Map.of(),
                Map.of(),
                List.of(),
                RefusalDialect.NONE,
                settings.answerTimeout(),
                Duration.ZERO,
                settings.sleeper(),
                settings.clock());
        return ProviderExchange.with(access, JdkTransport.to(url, CONNECT));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks; the answer is the body of a chat completion. */
    WireObject ask(Call call, Deadline deadline, Map<String, ?> question) {
        ProviderRequest form =
                ProviderRequest.post("/v1/chat/completions", question).within(answerTimeout);
        try {
            ProviderResponse answer = exchange.send(call, () -> QuestionLimit.on(deadline, form));
            return answer.body();
        } catch (RetryLaterException e) {
            throw QuestionLimit.failure(deadline, e);
        }
    }

    /** The failure of an answer that is none. */
    ProviderException nonsense(Call call) {
        return exchange.failures().ofNonsense(call, 200, Optional.empty(), "the completion holds no message");
    }

    @Override
    public void close() {
        exchange.close();
        process.destroy();
    }
}
