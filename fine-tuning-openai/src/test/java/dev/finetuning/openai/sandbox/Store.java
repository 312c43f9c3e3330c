package dev.finetuning.openai.sandbox;

import dev.finetuning.sandbox.ContentFolder;
import dev.finetuning.sandbox.Json;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** What the sandbox holds: files, uploads in parts, jobs. Guarded by its own lock. */
final class Store {
    private static final Pattern BASE_MODEL = Pattern.compile("gpt-|o\\d|babbage-|davinci-|meta-llama/|Qwen/");

    private final ContentFolder contents = new ContentFolder();
    private final InstantSource clock;
    private final AtomicLong ids = new AtomicLong();
    final Map<String, StoredFile> files = new LinkedHashMap<>();
    final Map<String, PartedUpload> uploads = new LinkedHashMap<>();
    final Map<String, SandboxJob> jobs = new LinkedHashMap<>();
    final Map<String, Map<String, Object>> batches = new LinkedHashMap<>();
    final Set<String> deletedModels = new HashSet<>();

    /**
     * A file.
     *
     * @param content where its bytes lie
     */
    record StoredFile(String id, String name, String purpose, Path content, long createdAt) {
        Map<String, Object> json() {
            return Json.map(
                    "id", id,
                    "object", "file",
                    "bytes", ContentFolder.size(content),
                    "created_at", createdAt,
                    "filename", name,
                    "purpose", purpose,
                    "status", "processed");
        }
    }

    /**
     * An upload that comes in parts.
     *
     * @param parts part ids with their contents
     */
    record PartedUpload(String id, String name, String purpose, long bytes, Map<String, Path> parts) {}

    Store(InstantSource clock) {
        this.clock = clock;
    }

    long now() {
        return clock.instant().getEpochSecond();
    }

    InstantSource clock() {
        return clock;
    }

    String newId(String prefix) {
        return prefix + String.format("%08d", ids.incrementAndGet());
    }

    Path newContent() {
        return contents.newContent();
    }

    synchronized StoredFile add(String name, String purpose, Path content) {
        StoredFile file = new StoredFile(newId("file-"), name, purpose, content, now());
        files.put(file.id(), file);
        return file;
    }

    synchronized Optional<StoredFile> file(String id) {
        return Optional.ofNullable(files.get(id));
    }

    synchronized Optional<SandboxJob> job(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** Base models by their families' names, tuned ones if there is one. */
    boolean known(String model) {
        return model.startsWith("ft:")
                ? jobOfModel(model).isPresent()
                : BASE_MODEL.matcher(model).lookingAt();
    }

    /** The job that trained a model, once it has succeeded; a checkpoint's model counts. */
    synchronized Optional<SandboxJob> jobOfModel(String model) {
        return deletedModels.contains(model)
                ? Optional.empty()
                : jobs.values().stream()
                        .filter(job -> model.startsWith(job.model()))
                        .filter(job -> job.status(clock.instant()).equals("succeeded"))
                        .findFirst();
    }

    void delete() {
        contents.close();
    }
}
