package dev.finetuning.openai;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.ContentUpload;
import dev.finetuning.adapter.SpooledData;
import dev.finetuning.adapter.http.FileForm;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.adapter.http.ProviderResponse;
import dev.finetuning.openai.wire.OpenAiResources;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingFiles;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** {@code /files}: uploading once by content, finding, listing, downloading and deleting. */
final class FileEndpoint implements TrainingFiles {
    private static final String FILES = "/files";
    private static final String FINE_TUNE = "fine-tune";
    private static final String ERROR = "error";
    private static final Set<String> UNUSABLE = Set.of(ERROR, "deleted", "deleting");

    private final Connection connection;
    private final PartUploads parts;

    FileEndpoint(Connection connection) {
        this.connection = connection;
        this.parts = new PartUploads(connection);
    }

    /** Sends training data, unless the provider has the same content under the same name already. */
    TrainingFile upload(SpooledData data) {
        long largest = connection.profile().largestFile();
        if (data.bytes() > largest) {
            String reason = "the file has " + data.bytes() + " bytes, the provider takes " + largest;
            throw connection.exchange().failures().rejected("upload", List.of(reason));
        }
        return upload(data, FINE_TUNE);
    }

    /** Sends a file, unless the provider has the same content under the same name already. */
    TrainingFile upload(SpooledData data, String purpose) {
        ProviderRequest list = ProviderRequest.get(FILES).with("purpose", purpose);
        boolean inParts = connection.profile().multipart()
                && data.bytes() > connection.settings().limits().partBytes();
        return ContentUpload.run(
                data,
                () -> list(list)
                        .filter(file -> file.status().filter(UNUSABLE::contains).isEmpty()),
                each -> inParts ? parts.upload(each) : send(each, purpose));
    }

    private TrainingFile send(SpooledData data, String purpose) {
        Call call = Call.repeatable("upload", "", "");
        FileForm form = FileForm.of(data, Map.of("purpose", purpose));
        Duration limit = connection.sending(data.bytes());
        ProviderResponse answer = connection.exchange().send(call, () -> ProviderRequest.upload(FILES, form, limit));
        TrainingFile file = OpenAiResources.file(answer.body())
                .orElseThrow(() -> connection.exchange().nonsense(call, answer, "the answer names no file"));
        if (file.status().filter(ERROR::equals).isPresent()) {
            String words =
                    connection.exchange().scrubber().clean(answer.body().text("status_details", "no reason given"));
            String reason = "the provider cannot use the file " + file.id() + ": " + words;
            throw connection.exchange().failures().rejected(call.operation(), List.of(reason));
        }
        return file;
    }

    @Override
    public Stream<TrainingFile> list() {
        return list(ProviderRequest.get(FILES));
    }

    private Stream<TrainingFile> list(ProviderRequest request) {
        return connection
                .pages(Call.read("list files"), request)
                .map(OpenAiResources::file)
                .flatMap(Optional::stream);
    }

    @Override
    public InputStream download(String fileId) {
        return connection
                .exchange()
                .download(
                        Call.read("download file", "file", fileId),
                        () -> ProviderRequest.content(path(fileId) + "/content")
                                .within(connection.settings().limits().answerTimeout()));
    }

    @Override
    public void delete(String fileId) {
        Call call = Call.repeatable("delete file", "file", fileId);
        connection.exchange().send(call, () -> ProviderRequest.delete(path(fileId)));
    }

    private static String path(String fileId) {
        return FILES + "/" + ProviderRequest.segment(fileId);
    }
}
