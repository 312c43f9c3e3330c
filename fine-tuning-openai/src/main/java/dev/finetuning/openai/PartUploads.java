package dev.finetuning.openai;

import com.openai.models.files.FilePurpose;
import com.openai.models.uploads.UploadCompleteParams;
import com.openai.models.uploads.UploadCreateParams;
import com.openai.models.uploads.parts.PartCreateParams;
import com.openai.services.blocking.UploadService;
import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.SpooledData;
import dev.finetuning.openai.wire.OpenAiResources;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.training.TrainingFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
    private final Connection connection;
    private final UploadService.WithRawResponse uploads;
    private final Map<String, Begun> begun = new ConcurrentHashMap<>();

    PartUploads(Connection connection) {
        this.connection = connection;
        this.uploads = connection.client().withRawResponse().uploads();
    }

    TrainingFile upload(SpooledData data) {
        Begun upload = begun.computeIfAbsent(data.name(), name -> new Begun());
        synchronized (upload) {
            try {
                TrainingFile file = continueWith(upload, data);
                begun.remove(data.name());
                return file;
            } catch (RequestRejectedException e) {
                // Expired or unknown at the host: the next attempt begins anew.
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
        UploadCreateParams params = UploadCreateParams.builder()
                .bytes(data.bytes())
                .filename(data.name())
                .mimeType("text/jsonl")
                .purpose(FilePurpose.FINE_TUNE)
                .build();
        Call call = Call.repeatable("begin upload", "", "");
        return id(call, connection.exchange().send(call, () -> uploads.create(params)));
    }

    private String sendPart(String uploadId, SpooledData data, long offset, long length) {
        for (int attempt = 1; ; attempt++) {
            try {
                return tryPart(uploadId, data, offset, length);
            } catch (RetryLaterException | ProviderFaultException e) {
                if (attempt == FileEndpoint.ATTEMPTS || FileEndpoint.asksToWait(e)) {
                    throw e;
                }
            }
        }
    }

    private String tryPart(String uploadId, SpooledData data, long offset, long length) {
        Call call = Call.repeatable("upload part", "upload", uploadId);
        try (InputStream section = new FileSection(data.file(), offset, length)) {
            PartCreateParams params = PartCreateParams.builder()
                    .uploadId(uploadId)
                    .data(FileEndpoint.named(section, data.name()))
                    .build();
            return id(
                    call,
                    connection.exchange().send(call, () -> uploads.parts().create(params, connection.sending(length))));
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the temporary file " + data.file(), e);
        }
    }

    private TrainingFile complete(String uploadId, List<String> partIds, SpooledData data) {
        UploadCompleteParams params = UploadCompleteParams.builder()
                .uploadId(uploadId)
                .partIds(partIds)
                .md5(data.md5())
                .build();
        Call call = Call.repeatable("complete upload", "upload", uploadId);
        Exchange.Answer answer = connection.exchange().send(call, () -> uploads.complete(params));
        return OpenAiResources.file(answer.body().object("file"))
                .orElseThrow(() -> connection
                        .exchange()
                        .failures()
                        .ofNonsense(call, 200, answer.requestId(), "the completed upload names no file"));
    }

    private String id(Call call, Exchange.Answer answer) {
        String id = answer.body().text("id");
        if (id == null || id.isBlank()) {
            throw connection.exchange().failures().ofNonsense(call, 200, answer.requestId(), "the answer has no id");
        }
        return id;
    }

    /** An upload that has begun: its id and the parts the host has. */
    private static final class Begun {
        private @Nullable String id;
        private final List<String> parts = new ArrayList<>();
    }
}
