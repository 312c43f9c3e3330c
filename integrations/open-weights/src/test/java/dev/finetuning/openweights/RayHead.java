package dev.finetuning.openweights;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.openweights.sandbox.RaySandbox;
import dev.finetuning.sandbox.Json;
import dev.finetuning.secrecy.Canary;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The head of a real Ray cluster of this machine alone, with a token. */
final class RayHead implements AutoCloseable {
    private static final Path RAY =
            Path.of(Objects.requireNonNullElse(System.getenv("OPEN_WEIGHTS_TESTS"), "."), "ray", "bin", "ray");
    private static final int CPUS = 2;
    private static final int ATTEMPTS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final List<Integer> ports;
    private Process process;

    RayHead(Path folder) throws Exception {
        this.folder = folder;
        this.ports = free(7);
        start();
    }

    static boolean isInstalled() {
        return RAY.toFile().canExecute();
    }

    private static List<Integer> free(int number) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            sockets.add(new ServerSocket(0));
        }
        List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    String url() {
        return "http://127.0.0.1:" + ports.get(0);
    }

    /** On a busy machine it takes minutes, and starts too slowly for itself at times. */
    private void start() throws Exception {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            launch();
            Instant deadline = Instant.now().plus(PATIENCE);
            // a head answers long before it takes jobs
            String ready = Json.text(Json.map("entrypoint", "true", "submission_id", "ready-" + attempt));
            while (process.isAlive() && Instant.now().isBefore(deadline)) {
                if (status("POST", ready) == 200) {
                    return;
                }
                Thread.sleep(200);
            }
            kill();
        }
        throw new AssertionError("Ray's head does not start; its log is in " + log());
    }

    private File log() {
        return folder.resolveSibling(folder.getFileName() + ".log").toFile();
    }

    private void launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        RAY.toString(),
                        "start",
                        "--head",
                        "--block",
                        "--disable-usage-stats",
                        "--node-ip-address=127.0.0.1",
                        "--num-cpus=" + CPUS,
                        "--object-store-memory=80000000",
                        "--temp-dir=" + folder,
                        "--dashboard-host=127.0.0.1",
                        "--dashboard-port=" + ports.get(0),
                        "--port=" + ports.get(1),
                        "--dashboard-agent-listen-port=" + ports.get(2),
                        "--dashboard-agent-grpc-port=" + ports.get(3),
                        "--ray-client-server-port=" + ports.get(4),
                        "--metrics-export-port=" + ports.get(5),
                        "--runtime-env-agent-port=" + ports.get(6))
                .redirectErrorStream(true)
                .redirectOutput(log());
        builder.environment()
                .putAll(Map.of(
                        "RAY_AUTH_MODE", "token", "RAY_AUTH_TOKEN", Canary.KEY, "RAY_raylet_start_wait_time_s", "180"));
        process = builder.start();
    }

    private int status(String method, String body) {
        try {
            HttpRequest request = request(method, body);
            return client.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException notYet) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest request(String method, String body) {
        return HttpRequest.newBuilder(URI.create(url() + "/api/jobs/"))
                .header("Authorization", "Bearer " + Canary.KEY)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
    }

    /** The numbers of a job's attempts that the head lists. */
    List<Integer> attempts(String job) throws Exception {
        JsonNode all = Json.parse(
                client.send(request("GET", ""), BodyHandlers.ofByteArray()).body());
        return RaySandbox.attempts(
                job,
                IntStream.range(0, all.size())
                        .mapToObj(i -> all.get(i).path("submission_id").asText()));
    }

    /** Kills it with all its processes, and starts it again at the same address. */
    void restart() throws Exception {
        kill();
        start();
    }

    private void kill() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    @Override
    public void close() {
        kill();
    }
}
