"""Lists and calls the tools of a server with the official client of the Model Context Protocol.

Reads one JSON object from the standard input: the server's command, args and env, and calls, a list of
[tool, arguments]. Prints one JSON object: the agreed version, the names of the tools, and for each call
whether it is an error, and its text.
"""

import asyncio
import json
import sys

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client


async def main():
    given = json.load(sys.stdin)
    server = StdioServerParameters(command=given["command"], args=given["args"], env=given["env"])
    async with stdio_client(server) as (read, write):
        async with ClientSession(read, write) as session:
            initialized = (await session.initialize()).model_dump(by_alias=True)
            await session.send_ping()
            tools = (await session.list_tools()).tools
            results = []
            for name, arguments in given["calls"]:
                result = (await session.call_tool(name, arguments)).model_dump(by_alias=True)
                results.append([result["isError"], result["content"][0]["text"]])
    print(
        json.dumps(
            {
                "version": initialized["protocolVersion"],
                "tools": [tool.name for tool in tools],
                "results": results,
            }
        )
    )


asyncio.run(main())
