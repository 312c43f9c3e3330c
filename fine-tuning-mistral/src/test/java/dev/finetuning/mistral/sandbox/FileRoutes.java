package dev.finetuning.mistral.sandbox;

import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Json;
import dev.finetuning.sandbox.MultipartForm;
import dev.finetuning.sandbox.ReceivedRequest;
import dev.finetuning.sandbox.Routes;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** {@code /files}. */
final class FileRoutes {
    private static final Set<String> PURPOSES = Set.of("fine-tune", "batch", "ocr");

    private final Store store;

    FileRoutes(Store store) {
        this.store = store;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/files", (request, id) -> create(request))
                .on("GET", "/files", (request, id) -> list(request))
                .on("GET", "/files/*", (request, id) -> withFile(id, this::described))
                .on("DELETE", "/files/*", (request, id) -> withFile(id, this::delete))
                .on("GET", "/files/*/content", (request, id) -> withFile(id, file -> Answer.content(file.content())))
                .on("GET", "/files/*/url", (request, id) -> withFile(id, file -> url(request, file)));
    }

    private Answer create(ReceivedRequest request) {
        MultipartForm form = MultipartForm.parse(request);
        Optional<MultipartForm.Field> file = form.field("file");
        if (file.isEmpty() || file.get().fileName().isEmpty()) {
            return Replies.invalid("Field required", null, "body", "file");
        }
        String purpose = form.text("purpose");
        if (!PURPOSES.contains(purpose)) {
            return Replies.invalid("Input should be 'fine-tune', 'batch' or 'ocr'", purpose, "body", "purpose");
        }
        if (purpose.equals("fine-tune") && !file.get().fileName().get().endsWith(".jsonl")) {
            return Replies.detail(422, "Invalid file format: only .jsonl files are supported");
        }
        Path content = store.contents().newContent();
        form.appendTo(content, file.get());
        String sampleType = purpose.equals("batch") ? "batch_request" : "instruct";
        return Answer.ok(store.add(file.get().fileName().get(), purpose, sampleType, "upload", content)
                .json());
    }

    private Answer list(ReceivedRequest request) {
        Map<String, String> query = request.query();
        String purpose = query.getOrDefault("purpose", "batch");
        if (!PURPOSES.contains(purpose)) {
            return Replies.invalid("Input should be 'fine-tune', 'batch' or 'ocr'", purpose, "query", "purpose");
        }
        return Replies.page(
                store.newestFirst(
                        store.files,
                        file -> Optional.of(file)
                                .filter(each -> query.getOrDefault("purpose", each.purpose())
                                        .equals(each.purpose()))
                                .filter(each -> each.name().contains(query.getOrDefault("search", "")))
                                .map(Store.StoredFile::json)),
                request);
    }

    private Answer described(Store.StoredFile file) {
        Map<String, Object> json = file.json();
        json.put("deleted", false);
        return Answer.ok(json);
    }

    private Answer delete(Store.StoredFile file) {
        synchronized (store) {
            store.files.remove(file.id());
        }
        return Answer.ok(Json.map("id", file.id(), "object", "file", "deleted", true));
    }

    private static Answer url(ReceivedRequest request, Store.StoredFile file) {
        return Answer.ok(Map.of(
                "url",
                "https://files.invalid/" + file.id() + "?hours="
                        + request.query().getOrDefault("expiry", "24")));
    }

    private Answer withFile(String id, Function<Store.StoredFile, Answer> then) {
        return store.file(id).map(then).orElseGet(() -> Replies.notFound("file", id));
    }
}
