package dev.finetuning.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** rapidfuzz in a process of its own, which times one round at a time, so that rounds of ours can take turns with it. */
final class RapidFuzz implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final OutputStream questions;

    private RapidFuzz(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.questions = process.getOutputStream();
    }

    /** Starts it with pairs by name; empty, and said aloud, where it cannot be run. */
    static Optional<RapidFuzz> start(Map<String, TextPairs> pairs, Path folder) throws InterruptedException {
        try {
            Map<String, List<List<String>>> texts = new LinkedHashMap<>();
            pairs.forEach((name, each) -> texts.put(name, List.of(each.left(), each.right())));
            Path file = folder.resolve("pairs.json");
            new ObjectMapper().writeValue(file.toFile(), texts);
            List<String> command =
                    PythonPeers.command("rapidfuzz", "levenshtein_peer.py", folder, "rapidfuzz", "numpy");
            command.add(file.toString());
            RapidFuzz peer = new RapidFuzz(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
            System.out.println("version=rapidfuzz " + peer.line());
            return Optional.of(peer);
        } catch (IOException e) {
            System.out.println("rapidfuzz cannot be compared with: " + e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Goes through the pairs of that name for so long; the nanoseconds of once through them.
     *
     * @throws IllegalStateException if its distances have another sum
     */
    double round(String name, long least, long sum) {
        try {
            questions.write((name + " " + least + "\n").getBytes(StandardCharsets.UTF_8));
            questions.flush();
            String[] answer = line().split(" ", -1);
            if (Long.parseLong(answer[1]) != sum) {
                throw new IllegalStateException("distances differ: " + sum + " and " + answer[1]);
            }
            return Double.parseDouble(answer[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("it ended without an answer");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
