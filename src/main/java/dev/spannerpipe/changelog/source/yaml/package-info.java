/// Checks of YAML and JSON changelogs: keys and values that Liquibase would ignore or change.
@NullMarked
package dev.spannerpipe.changelog.source.yaml;

import org.jspecify.annotations.NullMarked;
