package dev.finetuning.openweights.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The process of a submission, started by a shell in its working directory as Ray does it. */
final class RayCommand {
    private static final long STOP_PATIENCE_MS = 300;

    private final Process process;
    private final Path log;

    private RayCommand(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static RayCommand start(String entrypoint, Path folder) {
        try {
            Path log = Files.createTempFile("ray", ".log");
            Process process = new ProcessBuilder("sh", "-c", entrypoint)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(log.toFile())
                    .start();
            return new RayCommand(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isOver() {
        return !process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    String log() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ProcessHandle> all() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
    }

    /** Asks all of them nicely, then kills those that are left. */
    void stop() {
        List<ProcessHandle> all = all();
        all.forEach(ProcessHandle::destroy);
        CompletableFuture<?>[] ends = all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(ends)
                .completeOnTimeout(null, STOP_PATIENCE_MS, TimeUnit.MILLISECONDS)
                .join();
        kill(all);
    }

    void kill() {
        kill(all());
    }

    private static void kill(List<ProcessHandle> all) {
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }
}
