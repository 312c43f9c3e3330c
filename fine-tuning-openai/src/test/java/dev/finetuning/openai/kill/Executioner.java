package dev.finetuning.openai.kill;

import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.sandbox.ReceivedRequest;
import dev.finetuning.secrecy.Canary;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Starts processes and kills them with SIGKILL at a given point. Thread-safe. */
final class Executioner {
    /** The environment variable that holds a process's key. */
    static final String KEY = "KILL_CAMPAIGN_KEY";

    private static final int EXIT_CODE_OF_SIGKILL = 137;
    private static final int LONGEST_LIFE_MILLIS = 120_000;

    private final OpenAiSandbox sandbox;
    private final ChildJvm jvm;
    private final Path folder;
    private final Map<String, Sentence> sentences = new ConcurrentHashMap<>();
    private final AtomicInteger keys = new AtomicInteger();

    /** How a process ended. */
    enum End {
        KILLED,
        DONE,
        FAILED
    }

    /** A process that is to die at a boundary of its exchanges with the provider. */
    private record Sentence(AtomicInteger left, CompletableFuture<Process> process) {}

    Executioner(OpenAiSandbox sandbox, ChildJvm jvm, Path folder) {
        this.sandbox = sandbox;
        this.jvm = jvm;
        this.folder = folder;
        sandbox.watch(this::atProvider, this::atProvider);
    }

    /** Runs a program on a run until it ends by itself or dies at its point. */
    End run(Class<?> program, String runId, KillPoint point) throws IOException, InterruptedException {
        String key = Canary.KEY + "-" + keys.incrementAndGet();
        CompletableFuture<Process> started = new CompletableFuture<>();
        if (point.kind() == KillPoint.Kind.HTTP) {
            sentences.put("Bearer " + key, new Sentence(new AtomicInteger(point.number()), started));
        }
        Process process = start(program, key, runId, point);
        started.complete(process);
        try {
            return watch(process, point);
        } finally {
            sentences.remove("Bearer " + key);
            process.destroyForcibly().waitFor();
        }
    }

    private static End watch(Process process, KillPoint point) throws InterruptedException {
        if (point.kind() == KillPoint.Kind.JOURNAL) {
            killWhenItAsks(process);
        }
        boolean time = point.kind() == KillPoint.Kind.TIME;
        if (!process.waitFor(time ? point.number() : LONGEST_LIFE_MILLIS, TimeUnit.MILLISECONDS)) {
            if (!time) {
                throw new IllegalStateException("a process has not ended within " + LONGEST_LIFE_MILLIS + " ms");
            }
            process.destroyForcibly().waitFor();
        }
        return process.exitValue() == 0
                ? End.DONE
                : process.exitValue() == EXIT_CODE_OF_SIGKILL ? End.KILLED : End.FAILED;
    }

    private static void killWhenItAsks(Process process) {
        Thread listener = new Thread(() -> {
            try {
                if (process.getInputStream().read() == Boundaries.HERE) {
                    process.destroyForcibly();
                }
            } catch (IOException e) {
                // it has ended by itself
            }
        });
        listener.setDaemon(true);
        listener.start();
    }

    private Process start(Class<?> program, String key, String runId, KillPoint point) throws IOException {
        List<String> command = new ArrayList<>(jvm.command());
        command.add(program.getName());
        command.add(folder.toString());
        command.add(sandbox.url());
        command.add(runId);
        command.add(String.valueOf(point.journalBoundary()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log()));
        // not on the command line, which Java 25 logs
        builder.environment().put(KEY, key);
        return builder.start();
    }

    private File log() {
        return log(folder).toFile();
    }

    /** What the processes that work in a folder have logged. */
    static Path log(Path folder) {
        return folder.resolve("processes.log");
    }

    /** The sender dies at this moment, before the provider does or says anything more. */
    private void atProvider(ReceivedRequest request) {
        Sentence sentence = sentences.get(request.headers().getOrDefault("authorization", ""));
        if (sentence != null && sentence.left().decrementAndGet() == 0) {
            sentence.process().join().destroyForcibly();
            try {
                sentence.process().join().waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
