package dev.finetuning.spark;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;

/** What is asked of a recipe before anything is read. */
final class Recipes {
    private Recipes() {}

    /**
     * The recipe, which is serialised to see whether it can be.
     *
     * @param method the method that takes it
     * @throws IllegalArgumentException if something that it captures cannot travel
     */
    static <R extends Recipe<?>> R travelling(String method, R recipe) {
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            out.writeObject(recipe);
            return recipe;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the recipe of '" + method + "' cannot be sent to other machines: it captures a value that is not"
                            + " serialisable (" + e.getMessage() + "). Make the value inside of the recipe: () ->"
                            + " Target.OPENAI.format() instead of Target.OPENAI::format",
                    e);
        }
    }
}
