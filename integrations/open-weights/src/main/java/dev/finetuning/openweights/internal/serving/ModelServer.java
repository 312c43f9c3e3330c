package dev.finetuning.openweights.internal.serving;

import dev.finetuning.Secret;
import dev.finetuning.Sleeper;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.openweights.internal.PythonProcess;
import dev.finetuning.provider.DeadlinePassedException;
import dev.finetuning.provider.ProviderException;
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
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A running server: one base model with its adapters, on the loopback address, for whoever has its token. It lives
 * no longer than this process, which holds its standard input open.
 */
final class ModelServer implements AutoCloseable {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final Duration ENDING = Duration.ofSeconds(1);
    private static final int TOKEN_BYTES = 32;

    private final Process process;
    private final ChatHost host;
    private final AdapterEndpoint adapters;

    private ModelServer(Process process, ChatHost host, Duration loadTimeout) {
        this.process = process;
        this.host = host;
        this.adapters = new AdapterEndpoint(host.exchange(), loadTimeout);
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
                return new ModelServer(
                        process, ChatHost.at(hostSettings(settings, port, token)), settings.startPatience());
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

    private static HostSettings hostSettings(Settings settings, long port, Secret token) {
        return new HostSettings(
                Faults.PROVIDER,
                "http://127.0.0.1:" + port,
                Optional.of(token),
                settings.answerTimeout(),
                settings.sleeper(),
                settings.clock());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits a moment for the end of a process that gave no answer: its connections end before it does, and the next
     * question should not go to it.
     */
    void awaitEndAfter(ProviderException failure) {
        if (failure.incident().status().isPresent() || failure instanceof DeadlinePassedException) {
            return;
        }
        try {
            process.waitFor(ENDING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where to ask. */
    ChatHost host() {
        return host;
    }

    /** Where to load adapters. */
    AdapterEndpoint adapters() {
        return adapters;
    }

    @Override
    public void close() {
        host.close();
        process.destroy();
    }
}
