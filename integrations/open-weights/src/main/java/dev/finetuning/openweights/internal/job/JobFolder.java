package dev.finetuning.openweights.internal.job;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.internal.content.Sha256;
import dev.finetuning.internal.io.AtomicFile;
import dev.finetuning.openweights.internal.Faults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One job on disk. Its worker alone writes {@code events.jsonl}, or whoever holds the worker's lock; everybody
 * else leaves an order.
 */
public final class JobFolder {
    static final String REQUEST = "request.json";
    /** The version of the protocol, which {@code fine_tuning_job.py} repeats. */
    static final int PROTOCOL = 1;

    private static final String EVENTS = "events.jsonl";
    private static final String LOCK = "worker.lock";
    private static final String ORDER = "wish";

    private final Path path;

    JobFolder(Path path) {
        this.path = path;
    }

    /** The folder. */
    public Path path() {
        return path;
    }

    /** The job's id. */
    public String id() {
        return String.valueOf(path.getFileName());
    }

    WireObject request() {
        try {
            return WireObject.parse(requestBytes());
        } catch (IOException e) {
            throw Faults.disk("read job", e);
        }
    }

    private byte[] requestBytes() throws IOException {
        try {
            return Files.readAllBytes(path.resolve(REQUEST));
        } catch (NoSuchFileException e) {
            throw Faults.notFound("job", id());
        }
    }

    /**
     * What tells it from a job with the same id in another folder: eight digits that follow from the request and the
     * time at which the job was created.
     */
    public String distinction() {
        try {
            return Sha256.hex(requestBytes()).substring(0, 8);
        } catch (IOException e) {
            throw Faults.disk("read job", e);
        }
    }

    /** What happened so far. A line that a worker was killed in is left out. */
    List<WireObject> events() {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path.resolve(EVENTS));
        } catch (NoSuchFileException nothingYet) {
            return List.of();
        } catch (IOException e) {
            throw Faults.disk("read events", e);
        }
        List<WireObject> events = new ArrayList<>();
        new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> event(line).ifPresent(events::add));
        return events;
    }

    private static Optional<WireObject> event(String line) {
        try {
            WireObject event = WireObject.parse(line.getBytes(StandardCharsets.UTF_8));
            boolean whole = event.text("type").isPresent()
                    && event.integer("seq").isPresent()
                    && event.dateTime("at").isPresent();
            return whole ? Optional.of(event) : Optional.empty();
        } catch (IOException broken) {
            return Optional.empty();
        }
    }

    /** Whether nothing comes any more. */
    public boolean isOver() {
        return events().stream().anyMatch(JobView::isFinal);
    }

    /** The number of the last attempt whose worker has begun; 0 if none has, or none was numbered. */
    public long lastAttempt() {
        return events().stream()
                .mapToLong(event -> event.integer("attempt").orElse(0))
                .max()
                .orElse(0);
    }

    /** Whether the last worker that has begun has said its last word; its process may take a moment longer. */
    public boolean isLeft() {
        List<WireObject> events = events();
        return !events.isEmpty() && JobView.isEnd(events.get(events.size() - 1));
    }

    boolean isWorkedOn() {
        try {
            return ProcessLock.isHeld(path.resolve(LOCK));
        } catch (IOException e) {
            throw Faults.disk("look for a worker", e);
        }
    }

    Optional<JobOrder> order() {
        try {
            return JobOrder.of(Files.readString(path.resolve(ORDER)).strip());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw Faults.disk("read order", e);
        }
    }

    void order(JobOrder order) {
        try {
            AtomicFile.writeText(path.resolve(ORDER), order.word());
        } catch (IOException e) {
            throw Faults.disk("leave order", e);
        }
    }

    void withdrawOrder() {
        try {
            Files.deleteIfExists(path.resolve(ORDER));
        } catch (IOException e) {
            throw Faults.disk("withdraw order", e);
        }
    }

    /** Ends a job that has no worker. Where one has come up after all, the job is the worker's to end. */
    public void end(Map<String, ?> outcome, Instant at) {
        try {
            ProcessLock.whileFree(path.resolve(LOCK), () -> append(outcome, at));
        } catch (IOException e) {
            throw Faults.disk("end job", e);
        }
    }

    private void append(Map<String, ?> outcome, Instant at) throws IOException {
        List<WireObject> before = events();
        if (before.stream().anyMatch(JobView::isFinal)) {
            return;
        }
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("v", PROTOCOL);
        event.put(
                "seq",
                before.stream()
                                .mapToLong(each -> each.integer("seq").orElse(0))
                                .max()
                                .orElse(0)
                        + 1);
        event.put("at", at.toString());
        event.put("type", "end");
        event.putAll(outcome);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        // a worker may have been killed in the middle of a line
        line.write('\n');
        line.writeBytes(WireObject.of(event).json().getBytes(StandardCharsets.UTF_8));
        line.write('\n');
        try (OutputStream out = Files.newOutputStream(
                path.resolve(EVENTS), StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC)) {
            line.writeTo(out);
        }
    }

    /** Whether there is an adapter, the finished one or a checkpoint's. */
    public boolean hasAdapter(String place) {
        return Files.exists(path.resolve(place).resolve("adapter_config.json"));
    }

    @Override
    public String toString() {
        return "JobFolder[" + id() + "]";
    }
}
