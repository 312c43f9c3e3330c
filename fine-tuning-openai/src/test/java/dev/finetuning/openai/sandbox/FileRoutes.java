package dev.finetuning.openai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.ContentFolder;
import dev.finetuning.sandbox.Json;
import dev.finetuning.sandbox.MultipartForm;
import dev.finetuning.sandbox.ReceivedRequest;
import dev.finetuning.sandbox.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code /files} and {@code /uploads}. */
final class FileRoutes {
    /** What the description lets a client upload for. */
    private static final Set<String> PURPOSES =
            Set.of("assistants", "batch", "fine-tune", "vision", "user_data", "evals");

    private final Store store;

    FileRoutes(Store store) {
        this.store = store;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/files", (request, id) -> create(request))
                .on("GET", "/files", (request, id) -> list(request))
                .on("GET", "/files/*", (request, id) -> withFile(id, file -> Answer.ok(file.json())))
                .on("GET", "/files/*/content", (request, id) -> withFile(id, file -> Answer.content(file.content())))
                .on("DELETE", "/files/*", (request, id) -> withFile(id, this::delete))
                .on("POST", "/uploads", (request, id) -> begin(request))
                .on("POST", "/uploads/*/parts", this::addPart)
                .on("POST", "/uploads/*/complete", this::complete)
                .on("POST", "/uploads/*/cancel", (request, id) -> cancel(id));
    }

    private Answer create(ReceivedRequest request) {
        MultipartForm form = MultipartForm.parse(request);
        Optional<MultipartForm.Field> file = form.field("file");
        if (file.isEmpty() || file.get().fileName().isEmpty()) {
            return Replies.error(
                    400, null, "The browser (or proxy) sent a request that this server could not understand.");
        }
        if (!PURPOSES.contains(form.text("purpose"))) {
            return badPurpose(form.text("purpose"));
        }
        if (form.text("purpose").equals("fine-tune")
                && !file.get().fileName().get().endsWith(".jsonl")) {
            return Replies.error(400, null, "Invalid file format for Fine-Tuning API. Must be .jsonl");
        }
        Path content = store.newContent();
        form.appendTo(content, file.get());
        return Answer.ok(store.add(file.get().fileName().get(), form.text("purpose"), content)
                .json());
    }

    private static Answer badPurpose(String purpose) {
        return Replies.error(
                400, "invalid_value", "'" + purpose + "' is not one of " + new TreeSet<>(PURPOSES) + " - 'purpose'");
    }

    private Answer list(ReceivedRequest request) {
        String purpose = request.query().get("purpose");
        List<Map<String, Object>> newestFirst = new ArrayList<>();
        synchronized (store) {
            store.files.values().stream()
                    .filter(file -> purpose == null || purpose.equals(file.purpose()))
                    .forEach(file -> newestFirst.add(file.json()));
        }
        Collections.reverse(newestFirst);
        return Replies.page(newestFirst, request.query(), 10_000);
    }

    private Answer delete(Store.StoredFile file) {
        synchronized (store) {
            store.files.remove(file.id());
        }
        return Answer.ok(Json.map("id", file.id(), "object", "file", "deleted", true));
    }

    private Answer withFile(String id, java.util.function.Function<Store.StoredFile, Answer> then) {
        return store.file(id).map(then).orElseGet(() -> Replies.error(404, null, "No such File object: " + id));
    }

    private Answer begin(ReceivedRequest request) {
        JsonNode body = Json.parse(request.body());
        if (!PURPOSES.contains(body.path("purpose").asText())) {
            return badPurpose(body.path("purpose").asText());
        }
        if (body.path("bytes").asLong() < 1 || body.path("filename").asText().isEmpty()) {
            return Replies.invalid("bytes", "an upload has a filename and at least one byte.");
        }
        Store.PartedUpload upload = new Store.PartedUpload(
                store.newId("upload_"),
                body.path("filename").asText(),
                body.path("purpose").asText(),
                body.path("bytes").asLong(),
                new LinkedHashMap<>());
        synchronized (store) {
            store.uploads.put(upload.id(), upload);
        }
        return Answer.ok(json(upload, "pending", null));
    }

    private Answer addPart(ReceivedRequest request, String id) {
        MultipartForm form = MultipartForm.parse(request);
        Path content = store.newContent();
        form.field("data").ifPresent(data -> form.appendTo(content, data));
        synchronized (store) {
            Store.PartedUpload upload = store.uploads.get(id);
            if (upload == null) {
                return Replies.error(404, null, "No such Upload object: " + id);
            }
            String part = store.newId("part_");
            upload.parts().put(part, content);
            return Answer.ok(Json.map("id", part, "object", "upload.part", "created_at", store.now(), "upload_id", id));
        }
    }

    private Answer complete(ReceivedRequest request, String id) {
        JsonNode body = Json.parse(request.body());
        synchronized (store) {
            Store.PartedUpload upload = store.uploads.get(id);
            if (upload == null) {
                return Replies.error(404, null, "No such Upload object: " + id);
            }
            for (JsonNode part : body.path("part_ids")) {
                if (!upload.parts().containsKey(part.asText())) {
                    return Replies.invalid("part_ids", "no such part: " + part.asText());
                }
            }
            Path whole = store.newContent();
            body.path("part_ids").forEach(part -> append(whole, upload.parts().get(part.asText())));
            if (ContentFolder.size(whole) != upload.bytes()
                    || !md5(whole).equals(body.path("md5").asText(md5(whole)))) {
                return Replies.error(400, "invalid_upload", "The uploaded bytes do not match what was announced.");
            }
            store.uploads.remove(id);
            Store.StoredFile file = store.add(upload.name(), upload.purpose(), whole);
            return Answer.ok(json(upload, "completed", file.json()));
        }
    }

    private Answer cancel(String id) {
        synchronized (store) {
            Store.PartedUpload upload = store.uploads.remove(id);
            return upload == null
                    ? Replies.error(404, null, "No such Upload object: " + id)
                    : Answer.ok(json(upload, "cancelled", null));
        }
    }

    private Map<String, Object> json(Store.PartedUpload upload, String status, Map<String, Object> file) {
        return Json.map(
                "id", upload.id(),
                "object", "upload",
                "bytes", upload.bytes(),
                "created_at", store.now(),
                "filename", upload.name(),
                "purpose", upload.purpose(),
                "status", status,
                "expires_at", store.now() + 3600,
                "file", file);
    }

    private static void append(Path target, Path part) {
        try (InputStream in = Files.newInputStream(part);
                var out = Files.newOutputStream(
                        target, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND)) {
            in.transferTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String md5(Path content) {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(content), MessageDigest.getInstance("MD5"))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
