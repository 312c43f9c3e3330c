package dev.finetuning.adapter.chat;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.JobControl;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.adapter.http.ProviderExchange;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.chat.BatchAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Batches that a provider has accepted: looked at, cancelled, and their result files read.
 *
 * @param exchange sends the requests
 * @param root the path under which the provider lists batches
 * @param ending the statuses of batches that are over or being cancelled, in the provider's words
 */
public record ProviderBatches(ProviderExchange exchange, String root, Set<String> ending) {
    /** The batch as the provider shows it. */
    public WireObject look(String batchId) {
        Call call = Call.read("look at batch", "batch", batchId);
        return exchange.read(call, () -> ProviderRequest.get(path(batchId))).body();
    }

    /** Cancels a batch; one that is over, or on its way there, stays as it is. */
    public void cancel(String batchId) {
        Call call = Call.repeatable("cancel batch", "batch", batchId);
        JobControl.steer(
                () -> look(batchId),
                () -> exchange.send(call, () -> ProviderRequest.post(path(batchId) + "/cancel"))
                        .body(),
                batch -> ending.contains(batch.text("status", "")));
    }

    /** Adds the answers of a result file to those there are. */
    public void read(
            String fileId, Function<String, InputStream> download, String model, Map<String, BatchAnswer> answers) {
        Call call = Call.read("read batch answers", "file", fileId);
        try {
            BatchLines.read(download.apply(fileId), model, exchange.scrubber(), answers);
        } catch (IOException e) {
            throw exchange.failures().ofNonsense(call, 200, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    /** The path of a batch. */
    public String path(String batchId) {
        return root + "/" + ProviderRequest.segment(batchId);
    }
}
