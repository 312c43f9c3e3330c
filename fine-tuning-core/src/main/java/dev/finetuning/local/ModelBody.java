package dev.finetuning.local;

import dev.finetuning.chat.ChatModel;
import java.io.IOException;

/** What a model has learnt, apart from its id. */
sealed interface ModelBody permits LinearBody, NearestBody {
    /** The base model id that trains this kind. */
    String algorithm();

    /** Writes everything {@code read} of the same kind needs. */
    void write(ModelWriter out) throws IOException;

    /** The model, to be asked by this id. */
    ChatModel named(String id);
}
