/// Lets an assistant read the output files of earlier runs, through the [Model Context
/// Protocol](https://modelcontextprotocol.io). It opens no connection and writes no file. What it
/// reads may come from anyone who can change a changelog or a record, so it follows no symbolic
/// link, leaves no folder, and marks every text as data.
@NullMarked
package dev.spannerpipe.serve;

import org.jspecify.annotations.NullMarked;
