package dev.finetuning.openai;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.ContentUpload;
import dev.finetuning.adapter.SpooledData;
import dev.finetuning.adapter.http.FileForm;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.adapter.http.ProviderResponse;
import dev.finetuning.openai.wire.OpenAiResources;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.training.TrainingFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code /uploads}: large files in parts, checked by MD5 at the end. A part that fails is sent again at
 * once, twice at most; when an upload has to be given up, the same upload later goes on where this one
 * stopped.
 */
final class PartUploads {
    private static final String UPLOADS = "/uploads";
    private static final int ATTEMPTS = 3;

    private final Connection connection;
    private final Map<String, Begun> begun = new ConcurrentHashMap<>();

    PartUploads(Connection connection) {
        this.connection = connection;
    }

    TrainingFile upload(SpooledData data) {
        Begun upload = begun.computeIfAbsent(data.name(), name -> new Begun());
        synchronized (upload) {
            try {
                TrainingFile file = continueWith(upload, data);
                begun.remove(data.name());
                return file;
            } catch (RequestRejectedException e) {
                // Expired or unknown at the provider: the next attempt starts again.
                begun.remove(data.name());
                throw e;
            }
        }
    }

    private TrainingFile continueWith(Begun upload, SpooledData data) {
        String id = upload.id == null ? create(data) : upload.id;
        upload.id = id;
        long partBytes = connection.settings().limits().partBytes();
        for (long offset = upload.parts.size() * partBytes; offset < data.bytes(); offset += partBytes) {
            long length = Math.min(partBytes, data.bytes() - offset);
            upload.parts.add(sendPart(id, data, offset, length));
        }
        return complete(id, upload.parts, data);
    }

    private String create(SpooledData data) {
        Map<String, Object> body = Map.of(
                "bytes", data.bytes(), "filename", data.name(), "mime_type", "text/jsonl", "purpose", "fine-tune");
        Call call = Call.repeatable("begin upload", "", "");
        return id(call, connection.exchange().send(call, () -> ProviderRequest.post(UPLOADS, body)));
    }

    private String sendPart(String uploadId, SpooledData data, long offset, long length) {
        for (int attempt = 1; ; attempt++) {
            try {
                return tryPart(uploadId, data, offset, length);
            } catch (RetryLaterException | ProviderFaultException e) {
                if (attempt == ATTEMPTS || ContentUpload.asksToWait(e)) {
                    throw e;
                }
            }
        }
    }

    private String tryPart(String uploadId, SpooledData data, long offset, long length) {
        Call call = Call.repeatable("upload part", "upload", uploadId);
        FileForm section = FileForm.section(data, offset, length);
        Duration limit = connection.sending(length);
        return id(
                call,
                connection
                        .exchange()
                        .send(call, () -> ProviderRequest.upload(path(uploadId) + "/parts", section, limit)));
    }

    private TrainingFile complete(String uploadId, List<String> partIds, SpooledData data) {
        Call call = Call.repeatable("complete upload", "upload", uploadId);
        Map<String, Object> body = Map.of("part_ids", List.copyOf(partIds), "md5", data.md5());
        ProviderResponse answer =
                connection.exchange().send(call, () -> ProviderRequest.post(path(uploadId) + "/complete", body));
        return OpenAiResources.file(answer.body().object("file"))
                .orElseThrow(() -> connection.exchange().nonsense(call, answer, "the completed upload names no file"));
    }

    private static String path(String uploadId) {
        return UPLOADS + "/" + ProviderRequest.segment(uploadId);
    }

    private String id(Call call, ProviderResponse answer) {
        return answer.body()
                .id()
                .orElseThrow(() -> connection.exchange().nonsense(call, answer, "the answer has no id"));
    }

    /** An upload that has begun: its id and the parts the provider has. */
    private static final class Begun {
        private @Nullable String id;
        private final List<String> parts = new ArrayList<>();
    }
}
