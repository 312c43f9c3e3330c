import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.resolve.DirectoryCodeResolver;
import gg.jte.runtime.Constants;
import java.nio.file.Path;

/**
 * Turns the templates in a folder into Java sources in another one, which the compiler then compiles with the rest.
 * jte's own Maven plugin needs Maven 3.9, this build runs on 3.8.7.
 */
class GenerateTemplates {
    public static void main(String[] folders) {
        TemplateEngine engine = TemplateEngine.create(
                new DirectoryCodeResolver(Path.of(folders[0])),
                Path.of(folders[1]),
                ContentType.Html,
                null,
                Constants.PACKAGE_NAME_PRECOMPILED);
        engine.setTrimControlStructures(true);
        engine.generateAll();
    }
}
