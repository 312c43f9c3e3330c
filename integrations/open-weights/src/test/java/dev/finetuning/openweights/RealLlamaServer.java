package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.secrecy.Canary;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** llama.cpp's server, with SmolLM2 as its package has it and one adapter, or with a model of its own. */
final class RealLlamaServer implements AutoCloseable {
    private static final Path HOME = Path.of(Objects.requireNonNullElse(System.getenv("OPEN_WEIGHTS_TESTS"), "."));
    private static final Path BINARY = HOME.resolve("llama/build/bin/llama-server");
    /** Where the converters lie. */
    static final Path SOURCES = HOME.resolve("llama/llama.cpp");

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;
    private final Process process;

    private RealLlamaServer(Path log, List<String> files) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        url = "http://127.0.0.1:" + port;
        List<String> command = new ArrayList<>(List.of(
                BINARY.toString(),
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--api-key",
                Canary.KEY,
                "--ctx-size",
                "1024",
                "--parallel",
                "1"));
        command.addAll(files);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    static RealLlamaServer withAdapter(Path adapter, Path log) throws IOException {
        return new RealLlamaServer(
                log, List.of("--model", base().toString(), "--lora", adapter.toString(), "--lora-init-without-apply"));
    }

    static RealLlamaServer withModel(Path model, Path log) throws IOException {
        return new RealLlamaServer(log, List.of("--model", model.toString()));
    }

    static boolean isInstalled() {
        return Files.isExecutable(BINARY);
    }

    private static Path base() throws IOException {
        try (Stream<Path> files = Files.walk(HOME.resolve("python/lib"))) {
            return files.filter(file -> file.endsWith("SmolLM2-135M-Instruct.Q4_1.gguf"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    String url() {
        return url;
    }

    /** Whether it has loaded everything. */
    boolean isReady() {
        assertThat(process.isAlive()).as("llama-server runs").isTrue();
        try {
            HttpRequest health =
                    HttpRequest.newBuilder(URI.create(url + "/health")).build();
            return client.send(health, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
