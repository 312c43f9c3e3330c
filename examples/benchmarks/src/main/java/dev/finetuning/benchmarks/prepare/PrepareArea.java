package dev.finetuning.benchmarks.prepare;

import dev.finetuning.benchmarks.Area;
import dev.finetuning.benchmarks.Folders;
import dev.finetuning.benchmarks.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The whole way from a file of conversations to a target's files: structural checks, near-duplicates, personal
 * data masked, tokens counted, exact duplicates, split, writing. In processes with 320 MB of heap, on one thread
 * and on two; each step alone; and beside it what one would use from Python, in processes of their own.
 *
 * <p>{@code -Dprepare.bytes} sets the size of the file; 100 MB by default. {@code -Dprepare.data} names the
 * folder of the texts it is grown from; a {@code shared/data} in this folder or above by default.
 */
public final class PrepareArea implements Area {
    private static final String HEAP = "-Xmx320m";

    /** Up to this size, ways are timed three times, above it twice, so that compiling falls on the first. */
    private static final long SMALL = 200_000_000;

    /** The area. */
    public PrepareArea() {}

    @Override
    public String name() {
        return "prepare";
    }

    @Override
    public Map<String, Double> ratios() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("prepare");
        try {
            Path file = folder.resolve("grown.jsonl");
            GrownFile.write(RealTexts.of(data()), file, Long.getLong("prepare.bytes", 100_000_000));
            Map<String, Double> ratios = new LinkedHashMap<>();
            alone(file, folder, ratios);
            beside(file, folder, ratios);
            return ratios;
        } finally {
            Folders.delete(folder);
        }
    }

    private static Path data() {
        Optional<Path> given = Optional.ofNullable(System.getProperty("prepare.data"))
                .filter(text -> !text.isBlank())
                .map(Path::of);
        Path above = Path.of("").toAbsolutePath();
        while (given.isEmpty() && above != null) {
            given = Optional.of(above.resolve("shared/data")).filter(Files::isDirectory);
            above = above.getParent();
        }
        return given.orElseThrow(() -> new IllegalStateException(
                "there is no shared/data in this folder or above; give -Dprepare.data=FOLDER"));
    }

    private static void alone(Path file, Path folder, Map<String, Double> ratios)
            throws IOException, InterruptedException {
        String rounds = Files.size(file) <= SMALL ? "3" : "2";
        ToDoubleFunction<String> seconds = ours(file, folder, rounds, "parts");
        double read = seconds.applyAsDouble("read");
        double whole = seconds.applyAsDouble("whole1");
        Map<String, Double> steps = new LinkedHashMap<>();
        steps.put("read", read);
        steps.put("near", seconds.applyAsDouble("near"));
        steps.put("checks", seconds.applyAsDouble("checks") - read);
        steps.put("personal", seconds.applyAsDouble("personal") - read);
        steps.put("tokens", seconds.applyAsDouble("tokens_alone") - read);
        steps.put("duplicates_split_write", seconds.applyAsDouble("files") - read);
        double sum = steps.values().stream().mapToDouble(each -> each).sum();
        steps.forEach((name, alone) -> ratios.put("prepare.share_" + name, alone / sum));
        ratios.put("prepare.bytes_per_second_1", Files.size(file) / whole);
        ratios.put("prepare.bytes_per_second", Files.size(file) / seconds.applyAsDouble("whole2"));
        ratios.put("prepare.over_parts", whole / sum);
        ratios.put("prepare.two_threads", whole / seconds.applyAsDouble("whole2"));
    }

    /** Wall times of whole processes, ours on as many threads as there are processors. */
    private static void beside(Path file, Path folder, Map<String, Double> ratios)
            throws IOException, InterruptedException {
        String cores = String.valueOf(Runtime.getRuntime().availableProcessors());
        long begun = System.nanoTime();
        ToDoubleFunction<String> ours = ours(file, folder, "1", "whole", cores);
        long between = System.nanoTime();
        ours(file, folder, "1", "uncounted", cores);
        double uncounted = (System.nanoTime() - between) / 1e9;
        double seconds = (between - begun) / 1e9;
        ratios.put("prepare.seconds", seconds);
        ratios.put("prepare.resident_mb", ours.applyAsDouble("resident"));
        PreparePeers peers = new PreparePeers(file, folder, cores);
        peers.seconds("datatrove", "datatrove[io,processing]", "spacy", "tiktoken")
                .ifPresent(theirs -> ratios.put("prepare.vs_datatrove", theirs / seconds));
        peers.seconds("datajuicer", "py-data-juicer", "aiohttp").ifPresent(theirs -> {
            ratios.put("prepare.vs_datajuicer", theirs / seconds);
            // it counts no tokens, so this is nearer to the same steps
            ratios.put("prepare.without_tokens_vs_datajuicer", theirs / uncounted);
        });
        double files = ours(file, folder, "1", "files", cores).applyAsDouble("files");
        peers.seconds("duckdb", "duckdb")
                .ifPresent(theirs -> ratios.put("prepare.read_deduplicate_write_vs_duckdb", theirs / files));
    }

    /** What a process of ours printed, by name. */
    private static ToDoubleFunction<String> ours(Path file, Path folder, String... rest)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                PrepareWorker.class.getName(),
                file.toString(),
                folder.resolve("ours").toString()));
        command.addAll(List.of(rest));
        Map<String, Double> values = new LinkedHashMap<>();
        Programs.lines(command, folder).forEach(line -> {
            String[] parts = line.split("=", 2);
            values.put(parts[0], Double.valueOf(parts[1]));
        });
        return name -> Objects.requireNonNull(values.get(name), name);
    }
}
