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
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** llama.cpp's server, with SmolLM2 as its package has it and one adapter, and the converter of adapters. */
final class RealLlamaServer implements AutoCloseable {
    private static final Path HOME = Path.of(Objects.requireNonNullElse(System.getenv("OPEN_WEIGHTS_TESTS"), "."));
    private static final Path BINARY = HOME.resolve("llama/build/bin/llama-server");
    private static final Path SOURCES = HOME.resolve("llama/llama.cpp");

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;
    private final Process process;

    RealLlamaServer(Path folder, Path adapter) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        url = "http://127.0.0.1:" + port;
        process = started(
                folder.resolve("llama-server.log"),
                List.of(
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
                        "1",
                        "--model",
                        base().toString(),
                        "--lora",
                        adapter.toString(),
                        "--lora-init-without-apply"));
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

    /** An adapter's folder in the form that the server reads. */
    static Path converted(Path adapter, Path file) throws Exception {
        Path log = file.resolveSibling("convert.log");
        Process converter = started(
                log,
                List.of(
                        RealTrainer.python().toString(),
                        SOURCES.resolve("convert_lora_to_gguf.py").toString(),
                        "--base",
                        RealTrainer.model(RealTrainer.SMOLLM2).toString(),
                        "--outfile",
                        file.toString(),
                        adapter.toString()));
        assertThat(converter.waitFor()).as(Files.readString(log)).isZero();
        return file;
    }

    private static Process started(Path log, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("PYTHONPATH", SOURCES.resolve("gguf-py").toString());
        return builder.start();
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
