package dev.finetuning.mistral.sandbox;

import dev.finetuning.sandbox.ContentFolder;
import dev.finetuning.sandbox.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** What the sandbox holds: files, jobs, batches, and what became of models. Guarded by its own lock. */
final class Store {
    final Map<String, StoredFile> files = new LinkedHashMap<>();
    final Map<String, SandboxJob> jobs = new LinkedHashMap<>();
    final Map<String, Map<String, Object>> batches = new LinkedHashMap<>();
    final Map<String, ModelNotes> notes = new LinkedHashMap<>();
    private final ContentFolder contents = new ContentFolder();
    private final AtomicInteger ids = new AtomicInteger();
    private final InstantSource clock;

    /**
     * A file.
     *
     * @param sampleType what its lines are, in Mistral's word
     * @param source who made it
     * @param content where its bytes lie
     */
    record StoredFile(
            String id, String name, String purpose, String sampleType, String source, Path content, long createdAt) {
        Map<String, Object> json() {
            return Json.map(
                    "id",
                    id,
                    "object",
                    "file",
                    "bytes",
                    ContentFolder.size(content),
                    "created_at",
                    createdAt,
                    "filename",
                    name,
                    "purpose",
                    purpose,
                    "sample_type",
                    sampleType,
                    "num_lines",
                    null,
                    "mimetype",
                    "application/jsonl",
                    "source",
                    source,
                    "signature",
                    null,
                    "expires_at",
                    null,
                    "visibility",
                    "workspace");
        }
    }

    /** What was done to a tuned model. */
    static final class ModelNotes {
        boolean archived;
        boolean deleted;
        String name;
        String description;
    }

    Store(InstantSource clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    long second() {
        return now().getEpochSecond();
    }

    /** A new id of Mistral's form, whose first eight digits are its own. */
    String newId() {
        return String.format("%08x-cafe-4bad-8bad-c0ffee000000", 0xa0000000 + ids.incrementAndGet());
    }

    ContentFolder contents() {
        return contents;
    }

    synchronized StoredFile add(String name, String purpose, String sampleType, String source, Path content) {
        StoredFile file = new StoredFile(newId(), name, purpose, sampleType, source, content, second());
        files.put(file.id(), file);
        return file;
    }

    synchronized Optional<StoredFile> file(String id) {
        return Optional.ofNullable(files.get(id));
    }

    synchronized Optional<SandboxJob> job(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** The job that trained a model, once it has succeeded and as long as the model is there. */
    synchronized Optional<SandboxJob> jobOfModel(String model) {
        return notes(model).deleted
                ? Optional.empty()
                : jobs.values().stream()
                        .filter(job -> model.equals(job.model()))
                        .filter(job -> job.status(now()).equals("SUCCESS"))
                        .findFirst();
    }

    synchronized ModelNotes notes(String model) {
        return notes.computeIfAbsent(model, id -> new ModelNotes());
    }

    /** All of something as JSON, newest first. */
    synchronized <T> List<Map<String, Object>> newestFirst(
            Map<String, T> things, Function<T, Optional<Map<String, Object>>> json) {
        List<Map<String, Object>> list = new ArrayList<>();
        things.values().forEach(thing -> json.apply(thing).ifPresent(list::add));
        Collections.reverse(list);
        return list;
    }

    void delete() {
        contents.close();
    }
}
